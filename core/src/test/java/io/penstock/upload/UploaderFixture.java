package io.penstock.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.KeyPattern;
import io.penstock.config.S3Config;
import io.penstock.config.UploadConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One spool and one bucket, and the uploaders of the processes that share them. */
final class UploaderFixture implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    static final int PART_BYTES = 1000;
    /** So short that tests need not wait; only looks are never due by themselves. */
    static final Patience IMPATIENT = new Patience(
            10_000, 1_000_000, TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(5), Long.MAX_VALUE / 2);

    final FakeQueue.Disk disk;
    final FakeStore.Objects objects = new FakeStore.Objects();
    final Map<String, EventCounters> counters = new ConcurrentHashMap<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<ManifestRecord> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<Uploader> open = new ArrayList<>();
    private final List<FakeQueue> queues = new ArrayList<>();

    Patience patience = IMPATIENT;
    int concurrency = 2;
    String manifestPrefix = "";
    UploadListener listener = heard::add;
    UploadConfig.Compression compression = UploadConfig.Compression.NONE;
    List<String> encryptTo = List.of();
    boolean uploadOnStart = true;
    boolean deleteAfterUpload = true;

    UploaderFixture(Path directory) {
        disk = new FakeQueue.Disk(directory);
    }

    UploadConfig config() {
        return config("app/");
    }

    UploadConfig config(String prefix) {
        S3Config store = new S3Config(
                "bucket",
                null,
                null,
                false,
                PART_BYTES,
                concurrency,
                null,
                null,
                Map.of(),
                S3Config.Checksum.AUTO,
                null);
        return new UploadConfig(
                store,
                prefix,
                KeyPattern.DEFAULT,
                compression,
                encryptTo,
                deleteAfterUpload,
                uploadOnStart,
                manifestPrefix);
    }

    FakeStore store(Calls calls) {
        return new FakeStore(objects, calls);
    }

    FakeQueue queue(String start, Calls calls) {
        FakeQueue queue = new FakeQueue(disk, start, calls);
        queues.add(queue);
        return queue;
    }

    Uploader open(String start, ObjectStore store) {
        return open(queue(start, Calls.UNDISTURBED), () -> store);
    }

    Uploader open(SealedQueue queue, StoreOpener opener) {
        Surroundings surroundings = new Surroundings(
                queue,
                event -> counters.computeIfAbsent(event, unused -> new EventCounters()),
                new Told(),
                patience,
                () -> List.of(listener));
        Uploader uploader = Uploader.open(config(), opener, surroundings);
        open.add(uploader);
        return uploader;
    }

    /** For what is never asked. */
    static SealedQueue noQueue() {
        return new FakeQueue(new FakeQueue.Disk(Path.of("none")), "nobody", Calls.UNDISTURBED);
    }

    static byte[] text(int bytes, long seed) {
        Random random = new Random(seed);
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        return text;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    long count(String event, Counter counter) {
        EventCounters known = counters.get(event);
        return known == null ? 0 : known.get(counter);
    }

    long told(String part) {
        return told.stream().filter(message -> message.contains(part)).count();
    }

    @Override
    public void close() {
        for (Uploader uploader : open) {
            boolean unused = uploader.stop(Duration.ZERO);
        }
        queues.forEach(FakeQueue::die);
    }

    private final class Told implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            told.add("ERROR " + message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            told.add("WARN " + message);
        }

        @Override
        public void info(String message) {
            told.add("INFO " + message);
        }
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
