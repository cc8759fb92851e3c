package io.penstock.file;

import io.penstock.file.Presence.Loss;
import io.penstock.file.Publisher.Published;
import io.penstock.platform.Platform;
import io.penstock.status.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the files of a lane forward, oldest first: names the live one, seals those that are given away. Each step can be
 * repeated; after a failure the lane waits and is tried again, and the file is kept. Files thread.
 */
final class Sealer {
    private final SpoolRoom room;
    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final Publisher publisher;
    private final Recovery recovery;
    private final Vanished vanished;
    private final FilesThread thread;
    private final Trouble trouble;
    private final Trouble syncing;
    private final Consumer<Sealed> onSealed;
    private final String host;

    /** @param onSealed told of every file sealed */
    Sealer(SpoolRoom room, Publisher publisher, Recovery recovery, Consumer<Sealed> onSealed) {
        this.room = room;
        this.paths = room.paths();
        this.folder = room.folder();
        this.publisher = publisher;
        this.recovery = recovery;
        this.vanished = new Vanished(room);
        this.thread = room.thread();
        this.trouble = room.trouble("Sealing a file", "trying again");
        this.syncing = room.trouble("fdatasync", "what is sealed may not be durable");
        this.onSealed = onSealed;
        this.host = room.config().host();
    }

    void advance(Lane lane) {
        if (lane.waiting) {
            return;
        }
        try {
            UnsealedFile first = lane.files.peekFirst();
            while (first != null && first.givenAway) {
                boolean whole = seal(lane, first);
                if (!whole) {
                    trouble.forgotten(lane.event); // it is over, and nothing works again
                }
                lane.files.removeFirst();
                first.sealed.complete(whole);
                first = lane.files.peekFirst();
            }
            if (first != null && !first.named && !first.log.standsWhileWritten()) {
                first.reportGone(); // comes back given away
            } else if (first != null && !first.named && !name(first)) {
                Path live = paths.live(lane.event, first.id.slot());
                recovery.clearTheWay(lane, live);
                if (!name(first)) {
                    throw new IOException(live + " is there again");
                }
            }
            lane.backoff.reset();
            trouble.healed(lane.event);
        } catch (IOException | RuntimeException e) {
            UnsealedFile first = lane.files.peekFirst();
            if (first != null && !first.log.standsWhileWritten()) {
                first.reportGone(); // that is why
            } else {
                trouble.failed(lane.event, e);
            }
            lane.waiting = true;
            thread.later(lane.backoff.nextNanos(), () -> {
                lane.waiting = false;
                advance(lane);
            });
        }
    }

    /** Gives the file its live name; false when another file has that. */
    boolean name(UnsealedFile file) throws IOException {
        Path live = paths.live(file.id.event(), file.id.slot());
        if (!file.log.presence().move(live, folder)) {
            return false;
        }
        file.named = true;
        if (file.syncs()) {
            SpoolFolder.syncDirectory(paths.directory());
        }
        return true;
    }

    /** False when records of the file are lost, since others have taken it away. */
    private boolean seal(Lane lane, UnsealedFile file) throws IOException {
        Sealed sealed = file.result;
        if (sealed == null) {
            if (!file.finished && file.log.stands()) {
                if (file.log.isEmpty()) {
                    remove(lane, file);
                    return true;
                }
                finish(file);
            }
            sealed = publish(lane, file);
            if (sealed == null) {
                vanished.settle(file);
                return file.log.records() == 0;
            }
            file.result = sealed;
        }
        Files.deleteIfExists(paths.note(file.id));
        if (file.syncs()) {
            SpoolFolder.syncDirectory(paths.sealed());
            SpoolFolder.syncDirectory(paths.directory());
        }
        file.counters.increment(Counter.SEALED_FILES);
        onSealed.accept(sealed);
        return true;
    }

    /** Null when the file was gone the moment before. */
    private @Nullable Sealed publish(Lane lane, UnsealedFile file) throws IOException {
        LogFile log = file.log;
        Sidecar sidecar = new Sidecar(
                lane.event,
                host,
                file.id.start(),
                file.id.sequence(),
                lane.previous(),
                log.records(),
                log.earliest(),
                log.latest(),
                log.headerBytes(),
                log.named());
        int collision = lane.firstCollision(sidecar.named());
        @Nullable Published published = null;
        if (log.standsExactly()) {
            room.restoreAll();
            published = publisher.publish(file.path(), sidecar, collision, file.syncs());
        } else if (file.finished) {
            // an attempt may have failed after the rename
            published = publisher.published(sidecar, collision, log.presence());
        }
        if (published == null) {
            return null;
        }
        lane.sealed(published.name(), sidecar.named(), published.collision());
        return Sealed.of(paths.sealed().resolve(published.name()), log.position(), sidecar);
    }

    private void finish(UnsealedFile file) throws IOException {
        LogFile log = file.log;
        file.writeFooter();
        // truncate before the rename: readers of sealed files must never pay for, or see, what was reserved ahead
        log.truncate();
        if (Platform.get().firstHole(file.path()) < log.position()) {
            log.presence().lost(Loss.TRUNCATED); // between two comparisons; the rest of it reads as NULs
            return;
        }
        if (file.syncs()) {
            sync(file);
        }
        file.finished = true;
        log.close();
    }

    /** Once: a second fdatasync after a failed one may "succeed" with the pages lost, so there is nothing to repeat. */
    private void sync(UnsealedFile file) {
        if (!file.log.isSuspect()) {
            file.log.sync();
        }
        file.log
                .syncFailure()
                .ifPresentOrElse(
                        failure -> syncing.failed(file.id.event(), failure), () -> syncing.healed(file.id.event()));
    }

    /** Removes a file without a record: one that was prepared and never used, or that holds a header alone. */
    void remove(Lane lane, UnsealedFile file) throws IOException {
        file.log.close();
        file.log.presence().delete();
        Files.deleteIfExists(paths.note(file.id));
        lane.takeBack(file.id);
    }
}
