package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One event's files: the live one, the next one being prepared, the old ones being sealed. Called by the flush thread only; preparing happens on {@code penstock-files}, sealing on
 * {@code penstock-seal}. {@link #prepareNext}, {@link #rotate} and {@link #seal} allocate nothing.
 */
public interface EventFiles {
    /** The file to write to; null until the first one is ready. The first prepared file, also after {@link #seal}, becomes live by this call. */
    @Nullable
    LiveFile live();

    /** Asks {@code penstock-files} for the next file (idempotent; after a failure not before the retry time). The {@code ready} callback given at construction runs when it is there or has failed. */
    void prepareNext();

    /** As {@link #prepareNext}, and a record waits for the file: its header, which carries the time, can be made. */
    default void demandNext() {
        prepareNext();
    }

    /** A prepared file, with its header in it, is waiting to become the live one. */
    boolean nextReady();

    /** The last attempt to prepare failed (reported, retried with back-off): write on into the current file (I10); the caller counts the overshoot. */
    boolean nextFailed();

    /** Makes the prepared file live and gives the old one, if any, to {@code penstock-seal} for sealing. Only when {@link #nextReady()}. */
    void rotate();

    /**
     * Gives the live file up, which is gone: what is in it is counted as lost and reported. The next prepared file becomes
     * live with {@link #live}. Can be repeated.
     */
    default void abandon() {
        CompletableFuture<Boolean> unused = seal();
    }

    /** The time whose records the live file takes; the caller moves it on. */
    TimeSlot slot();

    /** Gives the live file away for sealing without a successor, releases a prepared one. Completes with true when the file (if it held a record) is sealed under its final name; an empty one is removed. */
    CompletableFuture<Boolean> seal();

    /** Takes other settings from the next prepared file on; the interval at once. Any thread. */
    void settings(RotationConfig rotation, FileFraming framing);
}
