package io.penstock.file;

import io.penstock.platform.ProcessLock;
import io.penstock.platform.ProcessLock.Answer;
import io.penstock.platform.ProcessLock.Ownership;
import io.penstock.platform.RegularFiles.NotRegularException;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to a slot of a spool: {@code slot-k.lock}, which says who had the slot last.
 *
 * <p>To learn whether anybody holds a slot is to take it for an instant. Whoever looks through the slots therefore does it
 * in his turn, a lock that is held no longer than that: so a starting process never takes the next slot, and recovery never
 * leaves one out, because somebody is merely asking.
 */
record SlotLock(int slot, ProcessLock lock) {
    /** The turn goes by in well under a millisecond; a start does not wait longer for a process that was stopped in it. */
    static final Duration START_PATIENCE = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_TURN_NAMES = 3;

    /** Who takes a slot, and how long he waits for his turn before he goes without. */
    record Taker(String start, String host, Duration patience) {}

    /** The turn to take, ask for or give back locks of the spool; empty when it was not had in time. */
    static Optional<ProcessLock> turn(SpoolPaths paths, String start) throws IOException {
        return turn(paths, start, PATIENCE, Ownership.ANY);
    }

    /** Where the lock's name stands for something that is no file, all processes take the next name alike. */
    private static Optional<ProcessLock> turn(SpoolPaths paths, String start, Duration patience, Ownership ownership)
            throws IOException {
        for (int number = 0; ; number++) {
            try {
                return ProcessLock.take(paths.turn(number), start, patience, ownership);
            } catch (NotRegularException e) {
                if (number == MOST_TURN_NAMES) {
                    throw e;
                }
            }
        }
    }

    /** The first slot that nobody holds, signed by the taker. */
    static SlotLock takeFirst(SpoolPaths paths, SpoolFolder folder, Taker taker) throws IOException {
        Optional<ProcessLock> turn = turn(paths, taker.start, taker.patience, folder::own);
        try {
            for (int slot = 0; ; slot++) {
                if (tryTake(paths.lock(slot), taker.start, folder::own) instanceof Answer.Taken taken) {
                    SlotLock free = new SlotLock(slot, taken.lock());
                    sign(free, taker);
                    return free;
                }
            }
        } finally {
            giveBack(turn);
        }
    }

    private static void sign(SlotLock taken, Taker taker) throws IOException {
        try {
            taken.lock.sign(taker.start, taker.host);
        } catch (Throwable e) {
            taken.lock.close();
            throw e;
        }
    }

    /** Null where the lock's name stands for something that is no file: nobody can hold it then, and nobody can take it. */
    private static @Nullable Answer tryTake(Path path, String start, Ownership ownership) throws IOException {
        try {
            return ProcessLock.tryTake(path, start, ownership);
        } catch (NotRegularException e) {
            return null; // recovery reports it
        }
    }

    /**
     * Takes the slot again if its lock file was removed or replaced. Where another process was faster, the slot has two
     * owners: neither seals what the other still writes to ({@link LeftoverSealer}), and a live name that is taken leaves
     * the file under its hidden name until it is sealed. {@code penstock-seal}.
     */
    void keep(SpoolFolder folder, StatusListener status, Trouble trouble) {
        String subject = "slot " + slot;
        try {
            switch (lock.renew(folder::own)) {
                case INTACT -> trouble.healed(subject);
                case RENEWED -> {
                    trouble.healed(subject);
                    status.warn("The lock file of " + subject + " was removed or replaced; it is locked again", null);
                }
                case TAKEN_BY_ANOTHER ->
                    trouble.failed(
                            subject,
                            new IOException(
                                    "its lock file was removed or replaced, and another process has taken the slot"));
            }
        } catch (Throwable e) { // the next look may do better
            trouble.failed(subject, e);
        }
    }

    /**
     * The starts that hold a slot; {@code ""} among them stands for one who does not say what he is called. A start that was
     * seen in the spool before this was asked and is not among them lives no more, and never will. Empty when it could not
     * be found out just now.
     */
    static Optional<Set<String>> living(SpoolPaths paths, Set<Integer> slots, String start) throws IOException {
        Optional<ProcessLock> turn = turn(paths, start);
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        try {
            Look look = look(paths, slots, start);
            look.giveBack();
            return Optional.of(look.living);
        } finally {
            giveBack(turn);
        }
    }

    /** What a look through some slots came to: those that were free, now taken, and the starts that hold the others. */
    record Look(List<SlotLock> taken, Set<String> living) {
        private void giveBack() throws IOException {
            for (SlotLock slot : taken) {
                slot.lock.close();
            }
        }
    }

    /** Takes those slots that nobody holds; after the patience for a turn is at an end also without one. */
    static Look takeFree(SpoolPaths paths, Set<Integer> slots, String start) throws IOException {
        Optional<ProcessLock> turn = turn(paths, start);
        try {
            return look(paths, slots, start);
        } finally {
            giveBack(turn);
        }
    }

    private static Look look(SpoolPaths paths, Set<Integer> slots, String start) throws IOException {
        Look look = new Look(new ArrayList<>(), new HashSet<>());
        try {
            for (int slot : slots) {
                Answer answer = lookAt(paths.lock(slot), start);
                if (answer instanceof Answer.Taken taken) {
                    look.taken.add(new SlotLock(slot, taken.lock()));
                } else if (answer instanceof Answer.Busy busy) {
                    look.living.add(busy.holder());
                }
            }
            return look;
        } catch (Throwable e) {
            look.giveBack();
            throw e;
        }
    }

    /** A directory may be a mistake of somebody who takes it away again; what is planted on purpose delays no other slot. */
    private static @Nullable Answer lookAt(Path lock, String start) throws IOException {
        Answer answer = tryTake(lock, start, Ownership.ANY);
        if (answer == null && Files.isDirectory(lock, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(lock.toString(), null, "is a directory, no lock file");
        }
        return answer;
    }

    static void giveBack(Optional<ProcessLock> turn) throws IOException {
        if (turn.isPresent()) {
            turn.get().close();
        }
    }
}
