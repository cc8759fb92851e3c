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
    private static final long CLOCK_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long records wait for a next file that is being prepared, before the current one goes on past its limit (I10). */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventFiles files;
    private final EventCounters counters;
    private final ControlPage control;
    private final Runnable rotated;
    private @Nullable LiveFile file;
    private long position;
    private long room;
    private boolean empty = true;
    private boolean full;
    /** No record of its slot is left outside of the live file: once it is sealed another slot begins. */
    private boolean slotEnded;
    /** The pass that is running began when the slot was over: when it is through, so is the slot. */
    private boolean slotEnding;

    private boolean overshooting;
    /** The live file's failed sync has been counted. */
    private boolean suspect;

    private long lateAt = Long.MAX_VALUE;

    /** By the clock of the flush thread; the slot itself ends by the wall clock, which may be set. */
    private long slotEndsAt;

    private long clockCheckAt;
    /** End of the slot in which the wall clock was when {@link #isSlotOver} last read it, and when the pass began that ends the slot. */
    private long upcomingMillis;

    private long nextEndMillis;

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
     * @return null while the next file is being prepared, until {@link #lateAt}; {@code penstock-files} signals when it is there
     */
    @Nullable
    LiveFile fileFor(long now, boolean settled) {
        if (file != null && !(settled && wantsRotation())) {
            lateAt = wantsRotation() ? lateAt : Long.MAX_VALUE;
            return file;
        }
        if (file == null) {
            file = files.live();
            if (file == null) {
                files.demandNext();
            } else {
                turned(file);
            }
            return file;
        }
        if (!files.nextReady()) {
            files.demandNext();
        }
        if (files.nextReady()) {
            files.rotate();
            file = files.live();
            turned(file);
            return file;
        }
        lateAt = lateAt == Long.MAX_VALUE ? now + LATE_NANOS : lateAt;
        if (overshooting || files.nextFailed() || now >= lateAt) {
            // I10: the old one goes on
            overshooting = true;
            lateAt = Long.MAX_VALUE;
            room = Long.MAX_VALUE;
            return file;
        }
        return null;
    }

    /** When the next file, which {@link #fileFor} has asked for in vain, is late: the current one can be had again. */
    long lateAt() {
        return lateAt;
    }

    /** The file written to; null before the first and between a seal and the next record. */
    @Nullable
    LiveFile current() {
        return file;
    }

    /** The live file is full, suspect, or the last record of its slot has been merged. */
    boolean wantsRotation() {
        LiveFile live = file;
        return live != null && (full || (live.isSuspect() && !empty));
    }

    /**
     * The wall clock has passed the end of the slot, and another file has not been asked for yet: a pass is due, and with it
     * the slot ends.
     */
    boolean isSlotOver(long now) {
        if (full || (now < slotEndsAt && now < clockCheckAt)) {
            return false;
        }
        upcomingMillis = files.slot().upcomingMillis();
        clockCheckAt = now + CLOCK_CHECK_NANOS;
        slotEndsAt = Passes.later(now, files.slot().nanosToEnd());
        return now >= slotEndsAt;
    }

    /** The slot was over, and after that no record was found in the buffers: an empty file lives on in the next slot. */
    void skipSlot() {
        files.slot().moveOn(upcomingMillis);
        clockCheckAt = Long.MIN_VALUE;
    }

    /**
     * A pass begins; its cut is taken next.
     *
     * @param slotIsOver as {@link #isSlotOver} has told
     */
    void passBegins(boolean slotIsOver) {
        slotEnding = slotIsOver;
        if (slotIsOver) {
            nextEndMillis = upcomingMillis;
        }
        if (slotIsOver && !empty) {
            files.prepareNext();
        }
    }

    /** The pass has been merged up to its cut, lastly into this batch. */
    void passMerged(Batch last) {
        if (!slotEnding) {
            return;
        }
        slotEnding = false;
        slotEnded = true;
        if (empty && last.records == 0) {
            moveOn();
        } else {
            full = true;
        }
    }

    private void moveOn() {
        if (slotEnded) {
            slotEnded = false;
            files.slot().moveOn(nextEndMillis);
            clockCheckAt = Long.MIN_VALUE;
        }
    }

    /** What was merged and is not written goes back to the buffers: whether it was the last for the file will show again. */
    void takenBack() {
        full &= overshooting;
        lateAt = full ? lateAt : Long.MAX_VALUE;
        slotEnded &= overshooting;
    }

    /** A record becomes the live file's first. */
    void opened(long timestampNanos) {
        if (files.slot().open(timestampNanos)) {
            slotEnding = false;
            clockCheckAt = Long.MIN_VALUE;
        }
    }

    /** Records from this time on belong to a later file; {@link Long#MAX_VALUE} before the slot is over, and while no other file can be had. */
    long slotLimitNanos() {
        return overshooting ? Long.MAX_VALUE : files.slot().limitNanos();
    }

    /** The boundary that opened the slot. */
    long slotStartNanos() {
        return files.slot().startNanos();
    }

    private void turned(@Nullable LiveFile next) {
        full = false;
        overshooting = false;
        lateAt = Long.MAX_VALUE;
        suspect = false;
        moveOn();
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
        lateAt = Long.MAX_VALUE;
        empty = true;
        moveOn();
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
        empty = true;
        slotEnded = false; // what was not committed may be of the slot
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

    /** When the slot ends; never while the next file cannot be had: the files thread signals when it can. */
    long slotEndsAt() {
        return full || overshooting ? Long.MAX_VALUE : slotEndsAt;
    }
}
