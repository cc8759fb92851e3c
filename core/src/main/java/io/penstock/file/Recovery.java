package io.penstock.file;

import io.penstock.file.SpoolPaths.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Seals what processes before us left unsealed: first in our own slot, then in every other slot that nobody holds. One file
 * a step, so that preparing is never far off. A file is ours to recover if a note says so: other people's {@code *.log} in
 * the directory are left alone, unless one stands where a live file of ours must go.
 *
 * <p>Killed at any point, the next recovery finishes it: a file keeps its note until it has its sealed name, and a sidecar
 * with the note's start and sequence says which name that is. {@code penstock-seal}.
 */
final class Recovery {
    private final SpoolRoom room;
    private final SpoolPaths paths;
    private final Leftovers leftovers;
    private final LeftoverSealer sealer;
    private final Trouble trouble;
    private final Lanes lanes;
    private final List<SlotLock> borrowed = new ArrayList<>();
    private final SealedFilesListener listener;
    private Map<String, Sidecar> orphans = Map.of();
    private boolean untold;

    /** What is no file, and has been reported. Bounded by what was there at the start. */
    private final Set<Path> reported = new HashSet<>();

    /** @param lanes our own files, which are no leftovers whatever their name was before */
    Recovery(SpoolRoom room, Publisher publisher, Lanes lanes, SealedFilesListener listener) {
        this.lanes = lanes;
        this.listener = listener;
        this.room = room;
        this.paths = room.paths();
        this.leftovers = new Leftovers(paths, room.start());
        this.sealer = new LeftoverSealer(room, publisher, this::sealed);
        this.trouble = room.trouble("Recovering", "trying again");
    }

    /** Hands in the first step. What cannot be done now is tried again. */
    void begin() {
        room.sealing().submit(new Attempt(paths.own(), this::look));
    }

    /** A step that is repeated until it succeeds; it hands in the next ones last, so that nothing is done twice. */
    private final class Attempt extends FilesThread.Task {
        private final Backoff backoff = new Backoff();
        private final Object subject;
        private final Uninterrupted.Effect work;

        private Attempt(Object subject, Uninterrupted.Effect work) {
            this.subject = subject;
            this.work = work;
        }

        @Override
        long run() {
            try {
                work.run();
            } catch (Throwable e) {
                trouble.failed(subject, e);
                return backoff.nextNanos();
            }
            trouble.healed(subject);
            return FilesThread.DONE;
        }
    }

    private void look() throws IOException {
        // before asking who lives: whoever wrote one of these sidecars has its slot by now, or had it
        orphans = leftovers.orphans();
        for (Path strange : leftovers.strange()) {
            if (reported.add(strange)) {
                room.status().warn(strange + " is no regular file: it is left as it is, and never opened", null);
            }
        }
        Attempt own = recovering(room.slot().slot(), null);
        Attempt others = new Attempt(paths.directory(), this::borrow);
        room.sealing().submit(own);
        room.sealing().submit(others);
    }

    /** Takes the slots that nobody holds. */
    private void borrow() throws IOException {
        for (Path probe : leftovers.probes()) {
            Files.deleteIfExists(probe);
        }
        Set<Integer> others = new TreeSet<>(leftovers.slots());
        others.remove(room.slot().slot());
        SlotLock.Look look = SlotLock.takeFree(paths, others, room.start());
        List<Attempt> next = new ArrayList<>();
        try {
            for (SlotLock slot : look.taken()) {
                next.add(recovering(slot.slot(), slot));
            }
            Set<String> living = new HashSet<>(look.living());
            living.add(room.start());
            next.add(new Attempt(paths.sealed(), () -> removeStale(living)));
            borrowed.addAll(look.taken());
        } catch (Throwable e) {
            borrowed.removeAll(look.taken());
            for (SlotLock slot : look.taken()) {
                slot.lock().close();
            }
            throw e;
        }
        next.forEach(room.sealing()::submit);
    }

    /** @param lock given back when all is done; null for our own slot */
    private Attempt recovering(int slot, @Nullable SlotLock lock) {
        return new Attempt("slot " + slot, () -> find(slot, lock));
    }

    private void find(int slot, @Nullable SlotLock lock) throws IOException {
        List<Leftover> found = leftovers.find(slot);
        for (Path stale : leftovers.staleNotes(slot, found)) {
            Files.deleteIfExists(stale);
        }
        room.sealing().submit(new Sealing(new ArrayDeque<>(found), lock));
    }

    /** Seals what was found in a slot, one file a turn. A file stays in the queue until it is sealed. */
    private final class Sealing extends FilesThread.Task {
        private final Backoff backoff = new Backoff();
        private final Deque<Leftover> rest;
        private final @Nullable SlotLock lock;

        private Sealing(Deque<Leftover> rest, @Nullable SlotLock lock) {
            this.rest = rest;
            this.lock = lock;
        }

        @Override
        long run() {
            Leftover first = rest.peekFirst();
            if (first == null) {
                giveBack(lock);
                tell();
                return FilesThread.DONE;
            }
            try {
                if (!sealUnlessOurs(first)) {
                    return backoff.nextNanos();
                }
            } catch (Throwable e) {
                rest.addLast(rest.removeFirst()); // one bad file does not keep the others
                trouble.failed(first.path(), e);
                tell();
                return backoff.nextNanos();
            }
            rest.removeFirst();
            trouble.healed(first.path());
            return FilesThread.NEXT_TURN;
        }
    }

    /** False while a file of ours is about to try whether it can have the name. */
    private boolean sealUnlessOurs(Leftover leftover) throws IOException {
        if (!lanes.takeName(leftover.path())) {
            if (!lanes.isOurs(leftover.path())) {
                return false;
            }
            // found, then sealed to clear the way, and the name is a file's of ours by now
            Files.deleteIfExists(paths.note(leftover.id()));
            return true;
        }
        try {
            sealer.seal(leftover, orphans);
            return true;
        } finally {
            lanes.giveName(leftover.path());
        }
    }

    private void giveBack(@Nullable SlotLock lock) {
        if (lock == null || !borrowed.contains(lock)) {
            return;
        }
        try {
            lock.lock().close();
        } catch (IOException e) {
            room.status().warn("Slot " + lock.slot() + " was not given back", e);
        }
        borrowed.remove(lock);
    }

    private void sealed(Sealed file) {
        if (file.start().equals(room.start())) {
            listener.sealed(file); // it was in our way, and had no start of its own
        } else {
            untold = true;
        }
    }

    private void tell() {
        if (untold) {
            listener.recovered();
            untold = false;
        }
    }

    /** When both threads have ended. */
    void end() {
        for (SlotLock lock : List.copyOf(borrowed)) {
            giveBack(lock);
        }
    }

    /**
     * Sidecars of the dead whose file is neither sealed nor waiting to be: deleted, or uploaded, in between; and what their
     * uploads left. What the uploader needs stays: notes, manifest, quarantine.
     */
    private void removeStale(Set<String> living) {
        if (living.contains("")) {
            return; // somebody lives who did not say what he is called
        }
        for (Map.Entry<String, Sidecar> orphan : orphans.entrySet()) {
            try {
                if (!living.contains(orphan.getValue().start())
                        && !leftovers.isSealed(orphan.getKey())
                        && !leftovers.isAwaited(orphan.getValue())) {
                    Files.deleteIfExists(paths.sidecar(orphan.getKey()));
                }
            } catch (IOException e) {
                room.status().warn("A sidecar without a file was not removed: " + orphan.getKey(), e);
            }
        }
        try {
            UploadClaim.removeStale(paths, room.start(), living);
        } catch (IOException e) {
            room.status().warn("What uploads of the dead left in " + paths.own() + " was not removed", e);
        }
    }

    /** Seals the file that has the live name which one of the lane's is waiting for. */
    void clearTheWay(Lane lane, Path live) throws IOException {
        if (!Files.isRegularFile(live, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(live + " is in the way of the live file, and is no file");
        }
        int slot = room.slot().slot();
        for (Leftover leftover : leftovers.find(slot)) {
            if (leftover.path().equals(live)) {
                sealer.seal(leftover, orphans);
                tell();
                return;
            }
        }
        FileId id = lane.nextId(slot, room.start());
        room.status().warn(live + " was there before the event's first record; it is sealed as it is", null);
        sealer.seal(new Leftover(id, live, null), Map.of());
    }
}
