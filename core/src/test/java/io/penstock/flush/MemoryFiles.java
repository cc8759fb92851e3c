package io.penstock.flush;

import io.penstock.config.Limits;
import io.penstock.file.EventFiles;
import io.penstock.file.LiveFile;
import io.penstock.file.TimeSlot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Files in memory that fail, fall short and let one wait, as a seed says. */
final class MemoryFiles implements EventFiles {
    /** A slot that never ends. */
    static final TimeSlot ALWAYS = new TimeSlot(InstantSource.system(), () -> Limits.UNLIMITED);

    private final Random random;
    private final long limit;
    private final int directFrom;
    /** Of a thousand, how many writes fail, and how many preparations do. */
    int failures;
    /** The rotation interval is over. */
    boolean overdue;

    /** Every write fails, and writes nothing. */
    boolean dead;

    /** Of a thousand, how many calls throw before they do anything. */
    int throwing;

    private final List<MemoryFile> all = new ArrayList<>();
    private @Nullable MemoryFile live;
    private @Nullable MemoryFile next;
    private boolean failed;
    private boolean delayed;
    private final TimeSlot slot;

    /** With a slot that is over while {@link #overdue} is set. */
    MemoryFiles(Random random, long limit, int directFrom, int failures) {
        this.random = random;
        this.limit = limit;
        this.directFrom = directFrom;
        this.failures = failures;
        slot = new TimeSlot(() -> Instant.ofEpochSecond(overdue ? 15 : 5), () -> Duration.ofSeconds(10));
    }

    MemoryFiles(Random random, long limit, int directFrom, int failures, TimeSlot slot) {
        this.slot = slot;
        this.random = random;
        this.limit = limit;
        this.directFrom = directFrom;
        this.failures = failures;
    }

    /** What all files hold, one behind the other. */
    byte[] content() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        all.forEach(file -> content.writeBytes(file.bytes.toByteArray()));
        return content.toByteArray();
    }

    List<MemoryFile> all() {
        return all;
    }

    private void mayThrow() {
        if (random.nextInt(1000) < throwing) {
            throw new OutOfMemoryError("of the test");
        }
    }

    @Override
    public @Nullable LiveFile live() {
        mayThrow();
        if (live == null && next != null) {
            live = next;
            next = null;
            all.add(live);
        }
        return live;
    }

    @Override
    public void prepareNext() {
        mayThrow();
        if (next == null) {
            failed = random.nextInt(1000) < failures;
            // once in vain at the most: a file that is late is one that cannot be had, and the current one goes on
            delayed = !delayed && random.nextInt(4) == 0;
            next = failed || delayed ? null : new MemoryFile();
        }
    }

    @Override
    public boolean nextReady() {
        return next != null;
    }

    @Override
    public boolean nextFailed() {
        return failed;
    }

    @Override
    public void rotate() {
        mayThrow();
        live = next;
        next = null;
        all.add(live);
    }

    @Override
    public TimeSlot slot() {
        return slot;
    }

    @Override
    public CompletableFuture<Boolean> seal() {
        mayThrow();
        live = null;
        next = null;
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void settings(io.penstock.config.RotationConfig rotation, io.penstock.config.FileFraming framing) {
        throw new UnsupportedOperationException();
    }

    /** One file. */
    final class MemoryFile implements LiveFile {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean suspect;
        private long records;
        long earliestNanos = Long.MAX_VALUE;
        long latestNanos = Long.MIN_VALUE;
        long slotEarliestNanos = Long.MAX_VALUE;

        @Override
        public long position() {
            return bytes.size();
        }

        @Override
        public long remaining() {
            return limit == Long.MAX_VALUE ? limit : limit - bytes.size();
        }

        @Override
        public boolean isEmpty() {
            return bytes.size() == 0;
        }

        @Override
        public boolean writesDirectly(long length) {
            return length >= directFrom;
        }

        @Override
        public void append(ByteBuffer data, int offset, int length) throws IOException {
            if (directFrom <= length && offset % BLOCK_BYTES != position() % BLOCK_BYTES) {
                throw new AssertionError("offset " + offset + " is not in step with position " + position());
            }
            if (dead) {
                throw new IOException("pwritev(bytes=" + length + "): EIO");
            }
            boolean fails = random.nextInt(1000) < failures;
            int written = fails ? random.nextInt(length + 1) : length;
            byte[] copy = new byte[written];
            data.get(offset, copy);
            bytes.writeBytes(copy);
            if (fails) {
                throw new IOException("pwritev(bytes=" + length + "): ENOSPC after " + written);
            }
            suspect |= random.nextInt(5000) < failures;
        }

        @Override
        public boolean sync() {
            return true;
        }

        @Override
        public boolean isSuspect() {
            return suspect;
        }

        @Override
        public void count(long more, long earliest, long latest, long slotEarliest) {
            earliestNanos = Math.min(earliestNanos, earliest);
            latestNanos = Math.max(latestNanos, latest);
            slotEarliestNanos = Math.min(slotEarliestNanos, slotEarliest);
            records += more;
        }

        String text() {
            return bytes.toString(StandardCharsets.US_ASCII);
        }

        long records() {
            return records;
        }
    }
}
