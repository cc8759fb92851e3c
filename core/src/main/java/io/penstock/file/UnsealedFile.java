package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig.Sync;
import io.penstock.file.SpoolPaths.FileId;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A file from its preparation until it is sealed. The flush thread has its {@link LogFile} until it gives the file away; name
 * and end are touched by the thread of this room that holds the file ({@link Lane}).
 */
final class UnsealedFile {
    final Lane lane;
    final FileId id;
    final LogFile log;
    final EventCounters counters;
    private final FileFraming framing;

    /** Done when the file is sealed, or removed because it is empty: true; false when that is left to recovery. */
    final CompletableFuture<Boolean> sealed = new CompletableFuture<>();

    /** Whether it has its live name. */
    boolean named;

    /** Whether that name is durable, or need not be. {@code penstock-seal}. */
    boolean nameSynced;

    /** One of the room's two threads is at work on it. Guarded by the lane's monitor. */
    boolean held;

    /** Nothing writes to it any more. Set by the flush thread, or where it is not needed after all. */
    volatile boolean givenAway;

    /** Length, footer and sync are done and the descriptors given back. */
    boolean finished;

    /** What it became in {@code sealed/}. */
    @Nullable
    Sealed result;

    private volatile Runnable onGone = () -> {};
    private final AtomicBoolean lossCounted = new AtomicBoolean();

    /** The loss has been reported. */
    boolean lossTold;

    /** Counted as sealed. */
    boolean counted;

    /** Sealed, counted and announced, or removed for being empty. */
    boolean over;

    /** No record of it is lost. */
    boolean whole;

    /** The header stands in it; a prepared file gets it shortly before it becomes live. */
    private volatile boolean begun;

    /** Length of the header by the file's note. {@code penstock-files}. */
    int notedHeaderBytes;

    private byte @Nullable [] header;
    private byte @Nullable [] footer;
    private int footerWritten;

    /** @param order its framing is guarded */
    UnsealedFile(Lane lane, FileId id, LogFile log, Preparer.Order order, int notedHeaderBytes) {
        this.notedHeaderBytes = notedHeaderBytes;
        this.lane = lane;
        this.id = id;
        this.log = log;
        this.counters = order.counters();
        this.framing = order.framing();
    }

    /** Run when the file is found gone before it is given away. */
    void onGone(Runnable action) {
        onGone = action;
    }

    /** The file is gone: its event is to turn to the next one. Any thread. */
    void reportGone() {
        onGone.run();
    }

    /** Where the file stands: hidden, then live. */
    Path path() {
        return log.presence().path();
    }

    /** Counts what is in the file as lost, once, after the last record was counted in it; how many records that are. Any thread. */
    long countLost() {
        if (lossCounted.compareAndSet(false, true)) {
            counters.add(Counter.LOST_REMOVED, log.records());
        }
        return log.records();
    }

    boolean syncs() {
        return log.terms.sync() != Sync.OFF;
    }

    boolean isBegun() {
        return begun;
    }

    /** The header, made by the first call. {@code penstock-files}. */
    byte[] header() {
        byte[] bytes = header;
        if (bytes == null) {
            bytes = framing.header();
            header = bytes;
        }
        return bytes;
    }

    /** Writes what of the header is not in the file yet: records may follow. {@code penstock-files}, before the file is live. */
    void writeHeader() throws IOException {
        log.header(header());
        begun = true;
    }

    /** The layout has no header. */
    void beginWithoutHeader() {
        begun = true;
    }

    /** Writes what of the footer is not in the file yet; repeated after a failure it goes on where that one stopped. */
    void writeFooter() throws IOException {
        byte[] bytes = footer;
        if (bytes == null) {
            bytes = framing.footer();
            footer = bytes;
        }
        long before = log.position();
        try {
            log.append(ByteBuffer.wrap(bytes), footerWritten, bytes.length - footerWritten);
        } finally {
            footerWritten += (int) (log.position() - before);
        }
    }

    @Override
    public String toString() {
        return path().toString();
    }
}
