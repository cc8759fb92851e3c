package io.penstock.file;

import io.penstock.platform.FileCalls;
import io.penstock.status.Reports;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Hands the two threads of the room their work: from the events' files, from the clock, at the start and at the end. The slot
 * is given back when both threads have ended, which is when no file of this pipeline is touched any more.
 */
final class FilesDesk implements SpoolWork {
    private static final long NANOS_BETWEEN_LOOKS = 1_000_000_000L;

    private final SpoolRoom room;
    private final Lanes lanes = new Lanes(this::advance);
    private final Preparer preparer;
    private final Sealer sealer;
    private final Recovery recovery;
    private final Retention retention;
    private final Trouble preparing;
    private final Trouble slotKeeping;
    private final SealedFilesListener listener;
    private final Watch watch;

    private volatile boolean preparingIsOver;
    private volatile boolean sealingIsOver;
    private volatile boolean leftBehind;

    FilesDesk(
            SpoolRoom room,
            Optional<FileCalls> direct,
            Keeping keeping,
            SealedFilesListener listener,
            InstantSource clock) {
        this.room = room;
        Publisher publisher = new Publisher(room.paths(), room.folder(), room.start());
        this.listener = new GuardedListener(listener, room.status());
        retention = new Retention(room, keeping, this.listener, clock);
        preparer = new Preparer(room, direct, clock);
        recovery = new Recovery(room, publisher, lanes, this.listener);
        sealer = new Sealer(room, lanes, publisher, recovery, this::sealed);
        slotKeeping = room.trouble("Keeping the slot", "trying again");
        preparing = room.trouble("Preparing the next file", "trying again");
        watch = new Watch(room::restoreAll, new Reports(room.status()));
    }

    void start() {
        recovery.begin();
        retention.begin();
        room.preparing().submit(new FilesThread.Task() {
            @Override
            long run() {
                keepGroundInTime();
                return NANOS_BETWEEN_LOOKS;
            }
        });
        watch.start();
        room.sealing().start(this::isUnfinished, () -> {
            sealingIsOver = true;
            endWithTheLast();
        });
        room.preparing().start(() -> false, () -> {
            preparingIsOver = true;
            room.sealing().wake();
            endWithTheLast();
        });
    }

    private long advance(Lane lane) {
        return sealer.advance(lane);
    }

    private void sealed(Sealed file) {
        listener.sealed(file); // before retention, which may have to delete it
        retention.sealed(file.bytes());
    }

    void retention(Keeping keeping) {
        retention.keep(keeping);
    }

    private void keepGroundInTime() {
        try {
            keepGround();
        } catch (IOException e) {
            // reported by the watch, which does the same, and by what needs the directories
        }
    }

    /** Directories and slot lock, which others may have removed: before anything of ours is written there. {@code penstock-files}. */
    private void keepGround() throws IOException {
        room.restore();
        room.slot().keep(room.folder(), room.status(), slotKeeping);
    }

    /** The first file of an event has its live name at once; what may be in its way is moved when there is time. */
    @Override
    public UnsealedFile prepare(Preparer.Order order) throws IOException {
        Lane lane = lanes.of(order.event());
        keepGround();
        UnsealedFile file = preparer.prepare(lane, order);
        try {
            watch.add(file);
        } catch (Throwable e) {
            lane.letGo(file);
            giveAway(file); // it is empty, and removed when its turn comes
            throw e;
        }
        try {
            if (lane.isFirst(file)) {
                boolean unused = sealer.name(file);
            }
        } catch (Throwable e) {
            file.nameSynced = false; // tried again, and reported, by advance
        } finally {
            lane.letGo(file);
            room.sealing().submit(lane.sealing);
        }
        return file;
    }

    @Override
    public void begin(UnsealedFile file) throws IOException {
        preparer.begin(file);
    }

    @Override
    public void notPrepared(String event, Throwable cause) {
        preparing.failed(event, cause);
        retention.roomIsWanted(); // should the disk be full
    }

    @Override
    public void prepared(String event) {
        preparing.healed(event);
    }

    @Override
    public void notWanted(String event) {
        preparing.forgotten(event);
    }

    @Override
    public void giveAway(UnsealedFile file) {
        watch.remove(file);
        file.givenAway = true;
        room.sealing().submit(file.lane.sealing);
        if (room.sealing().hasEnded()) {
            file.sealed.complete(false);
        }
    }

    @Override
    public void discard(UnsealedFile file) {
        watch.remove(file);
        Lane lane = file.lane;
        if (!lane.tryHold(file)) {
            giveAway(file); // being named just now; it is empty, and removed when its turn comes
            return;
        }
        try {
            sealer.remove(file);
            lane.remove(file);
        } catch (IOException e) {
            lane.remove(file);
            room.status().warn("A prepared file was not removed: " + file, e); // recovery will
        } finally {
            lane.letGo(file);
            room.sealing().submit(lane.sealing);
        }
    }

    boolean close(Duration timeout) {
        room.preparing().stop(timeout);
        room.sealing().stop(timeout);
        boolean prepared = room.preparing().awaitEnd();
        boolean ended = room.sealing().awaitEnd();
        watch.stop();
        return ended && prepared && !leftBehind;
    }

    private boolean isUnfinished() {
        return !preparingIsOver || lanes.haveUnsealed();
    }

    /** The last step: whoever waits for a file to be sealed learns that it was not, and the slot is given back. */
    private synchronized void endWithTheLast() {
        if (!preparingIsOver || !sealingIsOver) {
            return;
        }
        for (Lane lane : lanes.all()) {
            for (UnsealedFile file : lane.left()) {
                leftBehind = true;
                file.sealed.complete(false);
                try {
                    file.log.close();
                } catch (IOException e) {
                    room.status().warn("close of " + file + " failed", e);
                }
            }
        }
        recovery.end();
        try {
            room.slot().lock().close();
        } catch (IOException e) {
            room.status().warn("Slot " + room.slot().slot() + " was not given back", e);
        }
    }
}
