package io.penstock.file;

import io.penstock.platform.FileCalls;
import io.penstock.status.Reports;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Hands the files thread its work: from the events' files, from the clock, at the start and at the end. */
final class FilesDesk implements SpoolWork {
    private static final long NANOS_BETWEEN_LOOKS = 1_000_000_000L;

    private final SpoolRoom room;
    private final FilesThread thread;
    private final Lanes lanes = new Lanes();
    private final Preparer preparer;
    private final Sealer sealer;
    private final Recovery recovery;
    private final Retention retention;
    private final Trouble preparing;
    private final Trouble slotKeeping;
    private final SealedFilesListener listener;
    private final Watch watch;

    private volatile boolean leftBehind;

    FilesDesk(
            SpoolRoom room,
            Optional<FileCalls> direct,
            Keeping keeping,
            SealedFilesListener listener,
            InstantSource clock) {
        this.room = room;
        this.thread = room.thread();
        Publisher publisher = new Publisher(room.paths(), room.folder(), room.start());
        this.listener = new GuardedListener(listener, room.status());
        retention = new Retention(room, keeping, this.listener, clock);
        preparer = new Preparer(room, direct, clock);
        recovery = new Recovery(room, publisher, lanes, this.listener);
        sealer = new Sealer(room, publisher, recovery, this::sealed);
        slotKeeping = room.trouble("Keeping the slot", "trying again");
        preparing = room.trouble("Preparing the next file", "trying again");
        watch = new Watch(room::restoreAll, new Reports(room.status()));
    }

    void start() {
        thread.ordinary(recovery::begin);
        thread.ordinary(this::retainInTime);
        thread.start(lanes::haveUnsealed, this::end);
        watch.start();
    }

    private void sealed(Sealed file) {
        listener.sealed(file); // before retention, which may have to delete it
        retention.sealed(file.bytes());
    }

    void retention(Keeping keeping) {
        retention.keep(keeping);
        thread.ordinary(retention::enforce);
    }

    private void retainInTime() {
        try {
            keepGround();
        } catch (IOException e) {
            // reported by the watch, which does the same, and by what needs the directories
        }
        if (retention.isDue()) {
            retention.enforce();
        }
        thread.later(NANOS_BETWEEN_LOOKS, this::retainInTime);
    }

    /** Directories and slot lock, which others may have removed: before anything of ours is written there. */
    private void keepGround() throws IOException {
        room.restore();
        room.slot().keep(room.folder(), room.status(), slotKeeping);
    }

    @Override
    public UnsealedFile prepare(Preparer.Order order) throws IOException {
        Lane lane = lanes.of(order.event());
        keepGround();
        UnsealedFile file = preparer.prepare(lane, order);
        watch.add(file);
        if (lane.files.peekFirst() == file) {
            nameFirst(lane, file);
        }
        return file;
    }

    @Override
    public void begin(UnsealedFile file) throws IOException {
        preparer.begin(file);
    }

    /** The first file of an event has its live name at once; what may be in its way is moved when there is time. */
    private void nameFirst(Lane lane, UnsealedFile file) {
        try {
            if (sealer.name(file)) {
                return;
            }
        } catch (IOException e) {
            // tried again, and reported, by advance
        }
        thread.ordinary(() -> sealer.advance(lane));
    }

    @Override
    public void notPrepared(String event, Exception cause) {
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
    public void giveAway(String event, UnsealedFile file) {
        watch.remove(file);
        thread.ordinary(() -> {
            file.givenAway = true;
            sealer.advance(lanes.of(event));
        });
        if (thread.hasEnded()) {
            file.sealed.complete(false);
        }
    }

    @Override
    public void discard(String event, UnsealedFile file) {
        watch.remove(file);
        Lane lane = lanes.of(event);
        lane.files.remove(file);
        try {
            sealer.remove(lane, file);
        } catch (IOException e) {
            room.status().warn("A prepared file was not removed: " + file, e); // recovery will
        }
    }

    boolean close(Duration timeout) {
        boolean ended = thread.stop(timeout);
        watch.stop();
        return ended && !leftBehind;
    }

    /** The last step: whoever waits for a file to be sealed learns that it was not, and the slot is given back. */
    private void end() {
        for (Lane lane : lanes.all()) {
            for (UnsealedFile file : lane.files) {
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
