package io.penstock.file;

import io.penstock.platform.ProcessLock;
import io.penstock.platform.ProcessLock.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** Who takes a slot, and how long he waits for his turn before he goes without. */
    record Taker(String start, String host, Duration patience) {}

    /** The turn to take, ask for or give back locks of the spool; empty when it was not had in time. */
    static Optional<ProcessLock> turn(SpoolPaths paths, String start) throws IOException {
        return ProcessLock.take(paths.turn(), start, PATIENCE);
    }

    /** The first slot that nobody holds, signed by the taker. */
    static SlotLock takeFirst(SpoolPaths paths, SpoolFolder folder, Taker taker) throws IOException {
        Optional<ProcessLock> turn = ProcessLock.take(paths.turn(), taker.start, taker.patience);
        try {
            for (int slot = 0; ; slot++) {
                if (ProcessLock.tryTake(paths.lock(slot), taker.start) instanceof Answer.Taken taken) {
                    SlotLock free = new SlotLock(slot, taken.lock());
                    sign(paths, folder, free, taker);
                    return free;
                }
            }
        } finally {
            giveBack(turn);
        }
    }

    private static void sign(SpoolPaths paths, SpoolFolder folder, SlotLock taken, Taker taker) throws IOException {
        try {
            folder.own(paths.lock(taken.slot));
            folder.own(paths.turn());
            taken.lock.sign(taker.start, taker.host);
        } catch (IOException | RuntimeException e) {
            taken.lock.close();
            throw e;
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
                Answer answer = ProcessLock.tryTake(paths.lock(slot), start);
                if (answer instanceof Answer.Taken taken) {
                    look.taken.add(new SlotLock(slot, taken.lock()));
                } else if (answer instanceof Answer.Busy busy) {
                    look.living.add(busy.holder());
                }
            }
            return look;
        } catch (IOException | RuntimeException e) {
            look.giveBack();
            throw e;
        }
    }

    static void giveBack(Optional<ProcessLock> turn) throws IOException {
        if (turn.isPresent()) {
            turn.get().close();
        }
    }
}
