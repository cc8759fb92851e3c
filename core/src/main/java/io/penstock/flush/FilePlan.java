package io.penstock.flush;

import io.penstock.buffer.ControlPage;
import io.penstock.file.EventFiles;
import io.penstock.file.LiveFile;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which file the next batch goes to, where it will stand in it, and when to turn to the next file. Counts ahead of the write thread, so that a batch can be merged while the one before is
 * written. Flush thread only.
 */
final class FilePlan {
    private static final int PREPARE_AT_PERCENT = 90;
    /** The interval ends by the wall clock, which may be set. */
    private static final long CLOCK_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventFiles files;
    private final EventCounters counters;
    private final ControlPage control;
    private final Runnable rotated;
    private @Nullable LiveFile file;
    private long position;
    private long room;
    private boolean empty;
    private boolean full;
    private boolean overshooting;
    /** The live file's failed sync has been counted. */
    private boolean suspect;

    private long intervalAt = Long.MAX_VALUE;
    private long clockCheckAt;

    /** @param rotated run when another file has become live */
    FilePlan(EventFiles files, EventCounters counters, ControlPage control, Runnable rotated) {
        this.files = files;
        this.counters = counters;
        this.control = control;
        this.rotated = rotated;
    }

    /**
     * The file to write to, after turning to the next one if that is due.
     *
     * @param settled nothing is in flight, kept back or to be retried
     * @return null while the next file is being prepared; the files thread signals when it is
     */
    @Nullable
    LiveFile fileFor(long now, boolean settled) {
        if (file != null && !(settled && wantsRotation(now))) {
            return file;
        }
        if (file == null) {
            file = files.live();
            if (file == null) {
                files.prepareNext();
            } else {
                turned(now, file);
            }
            return file;
        }
        if (files.nextReady()) {
            files.rotate();
            file = files.live();
            turned(now, file);
            return file;
        }
        files.prepareNext();
        if (files.nextFailed()) {
            // I10: the old one goes on
            overshooting = true;
            room = Long.MAX_VALUE;
            return file;
        }
        return null;
    }

    /** The file written to; null before the first and between a seal and the next record. */
    @Nullable
    LiveFile current() {
        return file;
    }

    /** The live file is full, suspect, or its time is over. */
    boolean wantsRotation(long now) {
        LiveFile live = file;
        if (live == null) {
            return false;
        }
        if (now >= clockCheckAt) {
            clockCheckAt = now + CLOCK_CHECK_NANOS;
            intervalAt = Passes.later(now, files.nanosToInterval());
        }
        return full || (live.isSuspect() && !empty) || (now >= intervalAt && !empty);
    }

    private void turned(long now, @Nullable LiveFile next) {
        full = false;
        overshooting = false;
        suspect = false;
        intervalAt = Passes.later(now, files.nanosToInterval());
        control.rotate(next == null ? 0 : next.position());
        replan();
        rotated.run();
    }

    /**
     * Seals the live file without a successor; the next record begins a new one. Only when settled.
     *
     * @return completes with true when the file is sealed, or was empty
     */
    CompletableFuture<Boolean> seal() {
        file = null;
        full = false;
        overshooting = false;
        intervalAt = Long.MAX_VALUE;
        return files.seal();
    }

    /** The live file has been taken away: nothing is to be written to it. */
    boolean isFileGone() {
        LiveFile live = file;
        return live != null && live.isGone();
    }

    /** Gives the live file up, with what was kept back for it, and asks for a new one. Only when nothing is in flight. */
    void abandon() {
        files.abandon();
        file = null;
        full = false;
        overshooting = false;
        intervalAt = Long.MAX_VALUE;
        control.rotate(0);
        files.prepareNext();
    }

    /** No record fits into the file any more. */
    void markFull() {
        full = true;
    }

    /** A batch has been merged that will take these bytes. */
    void plan(Batch batch) {
        position += batch.fileBytes();
        if (room != Long.MAX_VALUE) {
            room -= batch.payloadBytes;
        }
        empty &= batch.records == 0;
    }

    /** A batch is in the file: prepares the next one in good time, counts what went over the size. */
    void committed(Batch batch) {
        LiveFile written = batch.file;
        if (written.isSuspect() && !suspect) {
            suspect = true;
            counters.increment(Counter.FLUSH_ERRORS);
        }
        if (overshooting) {
            counters.add(Counter.OVERSHOOT_BYTES, Math.max(0, Math.min(batch.fileBytes(), -written.remaining())));
        }
        if (isNearlyFull(written)) {
            files.prepareNext();
        }
    }

    private static boolean isNearlyFull(LiveFile file) {
        long remaining = file.remaining();
        return remaining != Long.MAX_VALUE
                && remaining <= (file.position() + remaining) / 100 * (100 - PREPARE_AT_PERCENT);
    }

    /** Nothing is merged ahead any more: plan again from what is in the file and kept back. */
    void replan() {
        LiveFile live = file;
        if (live != null) {
            position = control.committedLength();
            room = overshooting || live.remaining() == Long.MAX_VALUE
                    ? Long.MAX_VALUE
                    : live.remaining() - control.tailLength();
            empty = live.isEmpty() && control.tailLength() == 0;
        }
    }

    /** Where the next batch's first byte will stand in the file. */
    long position() {
        return position;
    }

    /** Bytes that further records may take. */
    long room() {
        return room;
    }

    /** No record is in the file or on its way there. */
    boolean isEmpty() {
        return empty;
    }

    /** When the rotation interval ends; never for an empty file, and not again while the next file cannot be had: the files thread signals when it can. */
    long intervalAt() {
        return empty || overshooting ? Long.MAX_VALUE : intervalAt;
    }
}
