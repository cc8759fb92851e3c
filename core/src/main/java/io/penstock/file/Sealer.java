package io.penstock.file;

import io.penstock.file.Publisher.Published;
import io.penstock.status.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Takes the files of a lane forward, oldest first: names the live one, seals those that are given away. Each step can be
 * repeated; after a failure the lane waits and is tried again, and the file is kept. Files thread.
 */
final class Sealer {
    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final Publisher publisher;
    private final Recovery recovery;
    private final FilesThread thread;
    private final Trouble trouble;
    private final Trouble syncing;
    private final Consumer<Sealed> onSealed;
    private final String host;

    /** @param onSealed told of every file sealed */
    Sealer(SpoolRoom room, Publisher publisher, Recovery recovery, Consumer<Sealed> onSealed) {
        this.paths = room.paths();
        this.folder = room.folder();
        this.publisher = publisher;
        this.recovery = recovery;
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
                seal(lane, first);
                lane.files.removeFirst();
                first.sealed.complete(true);
                first = lane.files.peekFirst();
            }
            if (first != null && !first.named && !name(first)) {
                Path live = paths.live(lane.event, first.id.slot());
                recovery.clearTheWay(lane, live);
                if (!name(first)) {
                    throw new IOException(live + " is there again");
                }
            }
            lane.backoff.reset();
            trouble.healed(lane.event);
        } catch (IOException | RuntimeException e) {
            trouble.failed(lane.event, e);
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
        if (!folder.moveNoReplace(file.path, live)) {
            return false;
        }
        file.path = live;
        file.named = true;
        if (file.syncs()) {
            SpoolFolder.syncDirectory(paths.directory());
        }
        return true;
    }

    private void seal(Lane lane, UnsealedFile file) throws IOException {
        if (file.result == null && file.log.isEmpty()) {
            remove(lane, file);
            return;
        }
        if (!file.finished) {
            finish(file);
        }
        Sealed sealed = file.result;
        if (sealed == null) {
            sealed = publish(lane, file);
            file.result = sealed;
        }
        Files.deleteIfExists(paths.note(file.id));
        if (file.syncs()) {
            SpoolFolder.syncDirectory(paths.sealed());
            SpoolFolder.syncDirectory(paths.directory());
        }
        file.counters.increment(Counter.SEALED_FILES);
        onSealed.accept(sealed);
    }

    private Sealed publish(Lane lane, UnsealedFile file) throws IOException {
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
                log.headerBytes());
        Published published =
                publisher.publish(file.path, sidecar, lane.firstCollision(sidecar.earliest()), file.syncs());
        lane.sealed(published.name(), sidecar.earliest(), published.collision());
        return Sealed.of(paths.sealed().resolve(published.name()), log.position(), sidecar);
    }

    private void finish(UnsealedFile file) throws IOException {
        LogFile log = file.log;
        file.writeFooter();
        // truncate before the rename: readers of sealed files must never pay for, or see, what was reserved ahead
        log.truncate();
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
        Files.deleteIfExists(file.path);
        Files.deleteIfExists(paths.note(file.id));
        lane.takeBack(file.id);
    }
}
