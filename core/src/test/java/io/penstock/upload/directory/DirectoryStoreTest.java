package io.penstock.upload.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.penstock.config.DirectoryConfig;
import io.penstock.config.KeyPattern;
import io.penstock.config.Limits;
import io.penstock.config.UploadConfig;
import io.penstock.config.UploadConfig.Compression;
import io.penstock.platform.NoReplaceMove;
import io.penstock.platform.Platform;
import io.penstock.status.StatusListener;
import io.penstock.testing.Shell;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.ObjectStoreContract;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.TestParts;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I11, I12 on plain files. */
class DirectoryStoreTest extends ObjectStoreContract {
    private static final int WRITERS = 8;

    @TempDir
    Path temporary;

    private Path directory;
    private ObjectStore store;

    @BeforeEach
    void open() throws Exception {
        directory = temporary.resolve("mnt/archive");
        store = opener(directory).open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected int unfinished(String key) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return (int) all.filter(file -> KeyFiles.isTemporaryOf(file, key)).count();
        }
    }

    @Override
    protected boolean takesUnicodeKeys() {
        try {
            return Path.of("ż").toString().equals("ż");
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static final StatusListener SILENT = new StatusListener() {
        @Override
        public void error(String message, @Nullable Throwable cause) {}

        @Override
        public void warn(String message, @Nullable Throwable cause) {}

        @Override
        public void info(String message) {}
    };

    static DirectoryOpener opener(Path directory) {
        DirectoryConfig config = new DirectoryConfig(directory, Limits.UNLIMITED, Long.MAX_VALUE);
        UploadConfig upload =
                new UploadConfig(config, "", KeyPattern.DEFAULT, Compression.NONE, List.of(), true, true, "");
        return new DirectoryOpener(config, upload, SILENT);
    }

    /** How a finished file gets its name, from what kernels and shares may offer. */
    enum Offer {
        RENAME {
            @Override
            Publication.Mover mover() {
                return new NoReplaceMove(Platform.get().fileCalls())::move;
            }
        },
        LINK {
            @Override
            Publication.Mover mover() {
                return new NoReplaceMove(Optional.empty())::move;
            }
        },
        NEITHER {
            @Override
            Publication.Mover mover() {
                return (from, to) -> {
                    throw new FileSystemException(to.toString(), null, "Operation not permitted");
                };
            }
        };

        abstract Publication.Mover mover();
    }

    /** I12: one writes the object, the others learn of it, and nothing else is left. */
    @ParameterizedTest
    @EnumSource(Offer.class)
    void ofManyWritersOfOneKeyExactlyOneWins(Offer offer) throws Exception {
        try (ObjectStore raced = opener(directory).open(offer.mover())) {
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
            try {
                for (int round = 0; round < 40; round++) {
                    raceFor(raced, "round-" + round, threads);
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    private void raceFor(ObjectStore raced, String key, ExecutorService threads) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(WRITERS);
        List<Future<Boolean>> wins = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            byte[] bytes = ("writer " + writer).getBytes(UTF_8);
            wins.add(threads.submit(() -> {
                PartedUpload upload = raced.begin(key);
                upload.send(part(1, bytes));
                barrier.await();
                return completes(upload);
            }));
        }
        int winners = 0;
        for (int writer = 0; writer < WRITERS; writer++) {
            if (wins.get(writer).get()) {
                winners++;
                assertThat(directory.resolve(key)).hasContent("writer " + writer);
            }
        }
        assertThat(winners).isEqualTo(1);
        assertThat(unfinished(key)).isZero();
    }

    private static boolean completes(PartedUpload upload) throws StoreException {
        try {
            upload.complete();
            return true;
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(Kind.EXISTS);
            return false;
        }
    }

    /** I11: whoever lists the directory meanwhile sees whole objects only. */
    @Test
    void aReaderNeverSeesPartOfAnObject() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger whole = new AtomicInteger();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        byte[] part = TestParts.noise(100_000, 1);
        try {
            Future<?> reading = reader.submit(() -> {
                while (!over.get()) {
                    whole.addAndGet(wholeObjects(2L * part.length + 10));
                }
                return null;
            });
            for (int i = 0; i < 100; i++) {
                PartedUpload upload = store.begin("object-" + i % 10 + "/" + i);
                upload.send(part(3, TestParts.noise(10, 1)));
                upload.send(part(1, part));
                upload.send(part(2, part));
                upload.complete();
                if (i == 10) { // or a busy machine may let the reader begin when all is over
                    await().atMost(Duration.ofMinutes(1)).until(() -> whole.get() > 0 || reading.isDone());
                }
            }
            over.set(true);
            reading.get();
            assertThat(whole).hasPositiveValue();
        } finally {
            over.set(true);
            reader.shutdown();
        }
    }

    private int wholeObjects(long bytes) throws IOException {
        int objects = 0;
        for (int i = 0; i < 100; i++) {
            Path object = directory.resolve("object-" + i % 10 + "/" + i);
            if (Files.exists(object)) {
                assertThat(Files.size(object)).isEqualTo(bytes);
                objects++;
            }
        }
        return objects;
    }

    /** What a crash leaves is hidden from everybody who lists the directory for objects, and goes with the next attempt. */
    @Test
    void whatACrashLeavesIsHiddenAndGoesWithTheNextAttempt() throws Exception {
        store.begin("app/a.log").send(part(1, TestParts.noise(1_000, 1)));
        try (Stream<Path> left = Files.list(directory.resolve("app"))) {
            assertThat(left)
                    .singleElement()
                    .matches(file -> file.getFileName().toString().startsWith("."));
        }

        try (ObjectStore next = opener(directory).open()) {
            next.removeUnfinished("app/a.log");
            next.put("app/a.log", part(1, TestParts.noise(1_000, 1)));
        }

        try (Stream<Path> left = Files.list(directory.resolve("app"))) {
            assertThat(left).containsExactly(directory.resolve("app/a.log"));
        }
    }

    /** I14. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "..", "../a", "a/../../b", "a/./b", "a\0b", ".penstock-x/a"})
    void aKeyThatIsNoPathBelowTheDirectoryIsRefused(String key) throws Exception {
        assertThat(failure(() -> store.put(key, part(1, new byte[1]))).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.find(key)).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.removeUnfinished(key)).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(temporary.resolve("mnt")).isDirectoryNotContaining(file -> !file.equals(directory));
    }

    @Test
    void aNameThatNoFileSystemTakesIsRefused() throws Exception {
        StoreException tooLong = failure(() -> store.put("b/" + "a".repeat(256), part(1, new byte[1])));
        assertThat(tooLong.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(tooLong).hasMessageEndingWith("a name in it has 256 bytes, and 255 are the most");
        store.put("a".repeat(255), part(1, new byte[1]));
    }

    /** I14. */
    @Test
    void aLinkOutOfTheDirectoryIsNotFollowed() throws Exception {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("a.log"), "not ours");
        Files.createSymbolicLink(directory.resolve("out"), outside);
        Files.createSymbolicLink(directory.resolve("b.log"), outside.resolve("a.log"));

        assertThat(failure(() -> store.put("out/b.log", part(1, new byte[1]))))
                .hasMessageContaining("leads out")
                .extracting(StoreException::kind)
                .isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.put("out/deeper/b.log", part(1, new byte[1])))
                        .kind())
                .isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.find("out/a.log")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.read("out/a.log")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.find("b.log")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(outside).isDirectoryContaining(file -> file.endsWith("a.log"));
        assertThat(outside).isDirectoryNotContaining(file -> !file.endsWith("a.log"));
    }

    /** I14: opening a FIFO would block the thread for good. */
    @Test
    void whatIsNoFileIsNeitherOpenedNorRemoved() throws Exception {
        Path object = directory.resolve("a.log");
        Path unfinished = KeyFiles.temporary(directory, "a.log");
        assertThat(new Shell(directory).run("mkfifo a.log '" + unfinished + "'"))
                .isZero();

        assertThat(failure(() -> store.find("a.log"))).hasMessageContaining(object + ": is a FIFO");
        assertThat(failure(() -> store.find("a.log")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.read("a.log")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> store.put("a.log", part(1, new byte[1]))).kind())
                .isEqualTo(Kind.EXISTS);
        store.removeUnfinished("a.log");
        assertThat(object).exists();
        assertThat(unfinished).exists();
    }

    @Test
    void aLinkWithinTheDirectoryIsFollowed() throws Exception {
        Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

        store.put("link/a.log", part(1, "bytes".getBytes(UTF_8)));

        assertThat(directory.resolve("real/a.log")).hasContent("bytes");
    }

    /** The disk below a mount point must not be filled in place of the share. */
    @Test
    void aDirectoryThatHasGoneIsWaitedForAndNotMadeAgain() throws Exception {
        PartedUpload upload = store.begin("a.log");
        upload.abort();
        Files.delete(directory);

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> store.put("a.log", part(1, new byte[1])),
                () -> store.begin("b/a.log"),
                () -> store.find("a.log"),
                () -> store.removeUnfinished("a.log"))) {
            assertThat(failure(use))
                    .hasMessageContaining("not there any more")
                    .extracting(StoreException::kind)
                    .isEqualTo(Kind.TRANSIENT);
        }
        assertThat(directory).doesNotExist();

        Files.createDirectory(directory);
        store.put("a.log", part(1, new byte[1]));
        assertThat(store.find("a.log")).isPresent();
    }

    @Test
    void openingAgainDoesNotMakeTheDirectoryAgain() throws Exception {
        DirectoryOpener opener = opener(temporary.resolve("other"));
        opener.open().close();
        Files.delete(temporary.resolve("other"));

        assertThat(failure(opener::open).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(temporary.resolve("other")).doesNotExist();
    }

    /** A reconfiguration, or the next pipeline of the process, while the share is away. */
    @Test
    void anotherOpenerDoesNotMakeTheDirectoryAgainEither() throws Exception {
        Files.delete(directory);

        assertThat(failure(() -> opener(directory).open()).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(directory).doesNotExist();
    }

    @Test
    void aFileInThePlaceOfADirectoryIsAnErrorThatLasts() throws Exception {
        Files.writeString(directory.resolve("app"), "a file");

        assertThat(failure(() -> store.put("app/a.log", part(1, new byte[1]))).kind())
                .isEqualTo(Kind.PERMANENT);
        assertThat(failure(() -> opener(directory.resolve("app")).open()).kind())
                .isEqualTo(Kind.PERMANENT);
    }

    @Test
    void anObjectWithAHoleIsNotCompleted() throws Exception {
        PartedUpload upload = store.begin("a.log");
        upload.send(part(1, new byte[10]));
        upload.send(part(3, new byte[10]));

        assertThat(failure(upload::complete)).hasMessageContaining("part 2 was never sent");
        assertThat(store.find("a.log")).isEmpty();
        assertThat(unfinished("a.log")).isZero();
    }

    /** Their place could not be known. */
    @Test
    void partsOfDifferentLengthsAreRefused() throws Exception {
        PartedUpload upload = store.begin("a.log");
        upload.send(part(1, new byte[10]));
        upload.send(part(2, new byte[9]));
        upload.send(part(3, new byte[10]));

        assertThat(failure(upload::complete)).hasMessageContaining("differ in length");

        PartedUpload wider = store.begin("a.log");
        wider.send(part(1, new byte[9]));
        wider.send(part(2, new byte[9]));
        assertThat(failure(() -> wider.send(part(3, new byte[10])))).hasMessageContaining("differ in length");
        wider.abort();
    }

    @Test
    void nothingIsStoredOnceTheStoreIsClosed() throws Exception {
        PartedUpload upload = store.begin("a.log");
        upload.send(part(1, new byte[10]));
        store.close();

        assertThat(failure(upload::complete).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(() -> store.put("b.log", part(1, new byte[1]))).kind())
                .isEqualTo(Kind.TRANSIENT);
        assertThat(directory).isEmptyDirectory();
    }

    private static StoreException failure(ThrowingCallable use) {
        StoreException failure = catchThrowableOfType(StoreException.class, use);
        assertThat(failure).isNotNull();
        return failure;
    }
}
