package io.penstock.file;

import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig;
import io.penstock.file.SpoolPaths.FileId;
import io.penstock.platform.ErrnoException;
import io.penstock.platform.FileCalls;
import io.penstock.status.EventCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens an event's next file under a hidden name, with its header in it and its note beside it. {@code penstock-files}. */
final class Preparer {
    /** What a file of an event is made with. */
    record Order(String event, RotationConfig rotation, FileFraming framing, EventCounters counters) {}

    private final SpoolRoom room;
    private final Optional<FileCalls> direct;
    private final InstantSource clock;
    private boolean refusalTold;

    /** @param direct empty where files are written through the page cache */
    Preparer(SpoolRoom room, Optional<FileCalls> direct, InstantSource clock) {
        this.room = room;
        this.direct = direct;
        this.clock = clock;
    }

    /** As many files as may be wait to be sealed (I13): there is a place for the next one when the first of them is. */
    static final class SealingBehindException extends IOException {
        private static final long serialVersionUID = 1L;

        SealingBehindException(String message) {
            super(message);
        }
    }

    /**
     * Adds the file at the end of the lane, held by the caller.
     *
     * @throws SealingBehindException there is no place for it now
     */
    UnsealedFile prepare(Lane lane, Order order) throws IOException {
        if (lane.unsealed() >= Lane.MOST_UNSEALED) {
            throw new SealingBehindException(lane.unsealed() + " files of " + lane.event + " wait to be sealed");
        }
        FileFraming framing = new GuardedFraming(order.framing(), room.status());
        int headerBytes = framing.header().length;
        int footerBytes = framing.footer().length;
        Instant now = clock.instant();
        FileId id = lane.nextId(room.slot().slot(), room.start());
        Path path = room.paths().next(id);
        @Nullable LogFile log = null;
        try {
            writeNote(id, headerBytes, now);
            log = open(
                    new LogFile.Terms(
                            path,
                            order.rotation().sizeBytes(),
                            order.rotation().preallocate(),
                            order.rotation().sync(),
                            footerBytes),
                    now);
            room.folder().own(path);
            log.lock();
            log.placed();
            Order guarded = new Order(order.event(), order.rotation(), framing, order.counters());
            UnsealedFile file = new UnsealedFile(lane, id, log, guarded, headerBytes);
            if (headerBytes == 0) {
                file.beginWithoutHeader();
            }
            lane.add(file);
            return file;
        } catch (Throwable e) {
            giveUp(lane, id, log, e);
            throw e;
        }
    }

    /**
     * Makes and writes the header of a prepared file that is wanted now, so that it carries the time of the first record.
     * Can be repeated after a failure.
     */
    void begin(UnsealedFile file) throws IOException {
        int headerBytes = file.header().length;
        if (headerBytes != file.notedHeaderBytes) {
            // before the header is written: else recovery would take a part of it for a record, or a record for it
            room.folder()
                    .replace(
                            room.paths().note(file.id),
                            note(file.id, headerBytes, clock.instant()).toJson(),
                            room.paths().temporary(room.start()));
            file.notedHeaderBytes = headerBytes;
        }
        file.writeHeader();
    }

    private void writeNote(FileId id, int headerBytes, Instant now) throws IOException {
        Sidecar note = note(id, headerBytes, now);
        // not synced: should a power cut empty it, its name still says whose the file is
        if (!room.folder()
                .writeNew(room.paths().note(id), note.toJson(), room.paths().temporary(id.start()), false)) {
            throw new IOException(room.paths().note(id) + " exists");
        }
    }

    private Sidecar note(FileId id, int headerBytes, Instant now) {
        return new Sidecar(id.event(), room.config().host(), id.start(), id.sequence(), null, 0, now, now, headerBytes);
    }

    private LogFile open(LogFile.Terms terms, Instant now) throws IOException {
        if (direct.isPresent()) {
            try {
                return new DirectLogFile(
                        direct.get(), terms, now, () -> refused(terms.path().toString()));
            } catch (ErrnoException e) {
                if (e.errno() != ErrnoException.EINVAL) {
                    throw e;
                }
                refused(String.valueOf(e.getMessage()));
                Files.deleteIfExists(terms.path());
            }
        }
        return new ChannelLogFile(terms, now);
    }

    private synchronized void refused(String what) {
        if (!refusalTold) {
            refusalTold = true;
            room.status().info("O_DIRECT is refused, writing goes on through the page cache: " + what);
        }
    }

    private void giveUp(Lane lane, FileId id, @Nullable LogFile log, Throwable cause) {
        try {
            if (log != null) {
                log.close();
            }
            Files.deleteIfExists(room.paths().next(id));
            Files.deleteIfExists(room.paths().note(id));
            lane.takeBack(id);
        } catch (Throwable e) {
            cause.addSuppressed(e); // what is left of the file is removed by the next start's recovery
        }
    }
}
