package io.penstock.upload;

import static io.penstock.upload.UploaderFixture.LONG;
import static io.penstock.upload.UploaderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.UploadConfig.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * I11, I12: the process dies at any call to the queue or the store, before or after its effect, and another one takes over: in the end each file is one object, made once, with one line in the manifest,
 * told at least once, and nothing is left behind.
 */
class CrashModelTest {
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

    @TempDir
    Path directory;

    private int round;

    @ParameterizedTest(name = "{0} bytes, encrypted: {1}, manifest objects: {2}")
    @CsvSource({"500,false,true", "2500,false,false", "500,true,false", "2500,true,true"})
    void aCrashBetweenAnyTwoStepsRepeatsOneAndSkipsNone(int bytes, boolean encrypted, boolean objects)
            throws Exception {
        int calls = 0;
        for (int crash = 0; crash <= calls; crash++) {
            try (Round one = new Round(encrypted, objects)) {
                List<byte[]> contents = List.of(text(bytes, 1), text(700, 2));
                one.seal(contents);
                Life first = new Life(crash == 0 ? Integer.MAX_VALUE : crash);
                one.live("s1", first, true);
                calls = Math.max(calls, first.calls.get());
                one.live("s2", new Life(Integer.MAX_VALUE), false);

                one.check(contents, "crash at call " + crash + " of " + calls);
            }
        }
        assertThat(calls).isGreaterThan(20);
    }

    /** The same over several generations that die, and calls that fail in between. */
    @Test
    void manyCrashesAndFailuresLoseAndDoubleNothing() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            try (Round one = new Round(random.nextInt(4) == 0, random.nextBoolean())) {
                one.fixture.concurrency = 1 + random.nextInt(3);
                one.fixture.deleteAfterUpload = random.nextBoolean();
                List<byte[]> contents = new ArrayList<>();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    contents.add(text(random.nextInt(4_000), i));
                }
                one.seal(contents);
                for (int generation = 1; generation <= 3; generation++) {
                    int crash = 1 + random.nextInt(20 * contents.size());
                    // the same process again, with another uploader, or another process
                    boolean own = generation == 1 || random.nextInt(3) == 0;
                    one.live(own ? "s1" : "s" + generation, new Life(crash, random.nextLong()), own);
                }
                one.live("s9", new Life(Integer.MAX_VALUE, random.nextLong()), false);

                one.check(contents, "seed " + seed);
            }
        }
    }

    /** A process that dies at one of its calls: from then on none of its calls does anything. */
    private static final class Life implements Calls {
        final AtomicInteger calls = new AtomicInteger();
        private final int crashAt;
        private final Random failing;
        private final int failuresOfAHundred;

        Life(int crashAt) {
            this.crashAt = crashAt;
            failing = new Random(0);
            failuresOfAHundred = 0;
        }

        Life(int crashAt, long seed) {
            this.crashAt = crashAt;
            failing = new Random(seed);
            failuresOfAHundred = 10;
        }

        boolean isOver() {
            return calls.get() >= crashAt;
        }

        @Override
        public void before(String call, String subject) throws IOException {
            step();
            fail(subject);
        }

        @Override
        public void after(String call, String subject) throws IOException {
            step();
            fail(subject);
        }

        private void step() {
            if (calls.incrementAndGet() >= crashAt) {
                throw new ProcessDeath();
            }
        }

        private synchronized void fail(String subject) throws StoreException {
            if (failing.nextInt(100) < failuresOfAHundred) {
                throw new StoreException(StoreException.Kind.TRANSIENT, "answer lost: " + subject, null);
            }
        }
    }

    private static final class ProcessDeath extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final class Round implements AutoCloseable {
        final UploaderFixture fixture;
        private final List<SealedFile> files = new ArrayList<>();

        Round(boolean encrypted, boolean manifestObjects) throws IOException {
            fixture = new UploaderFixture(Files.createDirectory(directory.resolve("round" + round++)));
            fixture.concurrency = 1;
            fixture.encryptTo = encrypted ? List.of(RECIPIENT) : List.of();
            fixture.compression = encrypted ? Compression.ZSTD : Compression.NONE;
            fixture.manifestPrefix = manifestObjects ? "manifest/" : "";
        }

        void seal(List<byte[]> contents) {
            for (byte[] content : contents) {
                files.add(fixture.disk.seal("payment", "s1", files.size() + 1, content));
            }
        }

        void live(String start, Life life, boolean own) throws IOException {
            FakeQueue queue = fixture.queue(start, life);
            FakeStore store = fixture.store(life);
            UploadListener before = fixture.listener;
            fixture.listener = archived -> {
                life.step();
                before.archived(archived);
            };
            Uploader uploader = fixture.open(queue, () -> store);
            fixture.listener = before;
            if (own) {
                files.stream()
                        .filter(file -> fixture.disk.sealed.containsKey(file.name()))
                        .forEach(uploader::sealed);
            }
            long deadline = System.nanoTime() + LONG.toNanos();
            while (!life.isOver() && !isDone(uploader, own) && System.nanoTime() < deadline) {
                uploader.lookForLeftovers(); // as it does by itself every now and then
            }
            boolean unused = uploader.stop(LONG); // no thread of the dead may come late
            queue.die();
            checkDeleted();
        }

        /** I11, at every moment: what is gone is stored, registered and told. */
        private void checkDeleted() throws IOException {
            List<String> lines = fixture.disk.manifestLines();
            for (SealedFile file : files) {
                if (!fixture.disk.sealed.containsKey(file.name())) {
                    assertThat(lines).anyMatch(line -> line.contains('"' + file.name() + '"'));
                    assertThat(fixture.heard).anyMatch(record -> record.file().equals(file.name()));
                }
            }
        }

        /** What a look could not clean up, since a call failed, is left to the next one. */
        private boolean isDone(Uploader uploader, boolean own) {
            boolean clean = fixture.disk.notes.isEmpty() && fixture.disk.sealed.isEmpty();
            return uploader.finish(Duration.ofMillis(2)) && (own || clean);
        }

        void check(List<byte[]> contents, String when) throws IOException {
            List<String> lines = fixture.disk.manifestLines();
            assertThat(fixture.disk.sealed).as(when).isEmpty();
            assertThat(fixture.disk.notes).as(when).isEmpty();
            assertThat(fixture.disk.quarantined).as(when).isEmpty();
            assertThat(fixture.disk.claims).as(when).isEmpty();
            assertThat(fixture.objects.unfinished).as(when).isEmpty();
            assertThat(fixture.objects.made.values()).as(when).allMatch(made -> made.get() == 1);
            assertThat(lines).as(when).hasSameSizeAs(contents);
            for (int i = 0; i < contents.size(); i++) {
                checkOne(files.get(i), contents.get(i), lines, when);
            }
            long objects = fixture.manifestPrefix.isEmpty() ? contents.size() : 2L * contents.size();
            assertThat(fixture.objects.stored).as(when).hasSize((int) objects);
        }

        private void checkOne(SealedFile file, byte[] content, List<String> lines, String when) throws IOException {
            String line = lines.stream()
                    .filter(one -> one.contains('"' + file.name() + '"'))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(when + ": no line for " + file));
            FlatJson json = FlatJson.parse(line);
            byte[] stored = fixture.objects.stored.get(json.text("key"));
            assertThat(stored).as(when).hasSize((int) json.number("storedSize"));
            if (fixture.encryptTo.isEmpty()) {
                assertThat(stored).as(when).isEqualTo(content);
            }
            assertThat(fixture.heard).as(when).anyMatch(record -> record.file().equals(file.name()));
        }

        @Override
        public void close() {
            fixture.close();
        }
    }
}
