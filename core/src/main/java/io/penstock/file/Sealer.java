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
 * repeated; after a failure the lane waits and is tried again, and the file is kept. {@code penstock-seal}, but for
 * {@link #name} and {@link #remove}.
 */
final class Sealer {
    private final SpoolRoom room;
    private final SpoolPaths paths;
    private final SpoolFolder folder;
    private final Publisher publisher;
    private final Recovery recovery;
    private final Vanished vanished;
    private final Lanes lanes;
    private final Trouble trouble;
    private final Trouble syncing;
    private final Consumer<Sealed> onSealed;
    private final String host;

    /** @param onSealed run with every file sealed; what it throws has it run again */
    Sealer(SpoolRoom room, Lanes lanes, Publisher publisher, Recovery recovery, Consumer<Sealed> onSealed) {
        this.room = room;
        this.paths = room.paths();
        this.folder = room.folder();
        this.publisher = publisher;
        this.recovery = recovery;
        this.vanished = new Vanished(room);
        this.lanes = lanes;
        this.trouble = room.trouble("Sealing a file", "trying again");
        this.syncing = room.trouble("fdatasync", "what is sealed may not be durable");
        this.onSealed = onSealed;
        this.host = room.config().host();
    }

    /** What the lane's task does. */
    long advance(Lane lane) {
        try {
            while (step(lane)) {
                // the next one
            }
            lane.backoff.reset();
            trouble.healed(lane.event);
            return FilesThread.DONE;
        } catch (Throwable e) {
            if (!hasGone(lane.first())) {
                trouble.failed(lane.event, e);
            }
            return lane.backoff.nextNanos();
        }
    }

    /** Whether others have taken the file away, which is then why a step has failed. */
    private static boolean hasGone(@Nullable UnsealedFile file) {
        try {
            if (file == null || file.log.standsWhileWritten()) {
                return false;
            }
            file.reportGone();
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    /** Takes the first file as far as it can go; true when it has gone and another may have become the first. */
    private boolean step(Lane lane) throws IOException {
        UnsealedFile first = lane.holdFirst();
        if (first == null) {
            return false; // penstock-files holds it, and hands the lane in when it has let it go
        }
        try {
            if (!first.givenAway) {
                beLive(lane, first);
                return false;
            }
            if (!first.over) {
                first.whole = seal(lane, first);
                first.over = true;
            }
            if (!first.whole) {
                trouble.forgotten(lane.event); // it is over, and nothing works again
            }
            giveName(first);
            first.sealed.complete(first.whole);
            lane.remove(first);
            return true;
        } finally {
            lane.letGo(first);
        }
    }

    private void beLive(Lane lane, UnsealedFile file) throws IOException {
        if (!file.named && !file.log.standsWhileWritten()) {
            file.reportGone(); // comes back given away
            return;
        }
        if (!file.named && !name(file)) {
            Path live = paths.live(lane.event, file.id.slot());
            recovery.clearTheWay(lane, live);
            if (!name(file)) {
                throw new IOException(live + " is there again");
            }
        }
        if (!file.nameSynced && file.syncs()) {
            SpoolFolder.syncDirectory(paths.directory());
        }
        file.nameSynced = true;
    }

    /** Gives the file its live name; false when another file has that. By the thread that holds the file. */
    boolean name(UnsealedFile file) throws IOException {
        Path live = paths.live(file.id.event(), file.id.slot());
        if (!lanes.takeName(live)) {
            return false;
        }
        boolean moved = false;
        try {
            moved = file.log.presence().move(live, folder);
        } finally {
            if (moved) {
                lanes.haveName(live);
                file.named = true;
            } else {
                lanes.giveName(live);
            }
        }
        return moved;
    }

    /** False when records of the file are lost, since others have taken it away. */
    private boolean seal(Lane lane, UnsealedFile file) throws IOException {
        Sealed sealed = file.result;
        if (sealed == null) {
            if (!file.finished && file.log.stands()) {
                if (file.log.isEmpty()) {
                    remove(file);
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
        if (!file.counted) {
            file.counters.increment(Counter.SEALED_FILES);
            file.counted = true;
        }
        onSealed.accept(sealed);
        return true;
    }

    private void giveName(UnsealedFile file) {
        if (file.named) {
            lanes.giveName(paths.live(file.id.event(), file.id.slot()));
            file.named = false;
        }
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

    /**
     * Removes a file without a record: one that was prepared and never used, or that holds a header alone. By the thread that
     * holds the file. Can be repeated.
     */
    void remove(UnsealedFile file) throws IOException {
        file.log.close();
        file.log.presence().delete();
        giveName(file);
        Files.deleteIfExists(paths.note(file.id));
        file.lane.takeBack(file.id);
    }
}
