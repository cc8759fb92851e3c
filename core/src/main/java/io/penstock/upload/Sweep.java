package io.penstock.upload;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what the dead have left: sealed files, and notes whose file has gone. Every start is claimed before anything of it is touched. An upload thread, one look at a time.
 */
final class Sweep {
    private static final Duration MOST_AGE = Duration.ofDays(10_000);

    private final SealedQueue queue;
    private final Claims claims;
    private final LongSupplier nanoTime;

    /** By the sealed names of files that wait nowhere yet. A note's start never changes, so each note is read once. */
    private Map<String, String> startsOfNotes = new HashMap<>();

    Sweep(SealedQueue queue, Claims claims, LongSupplier nanoTime) {
        this.queue = queue;
        this.claims = claims;
        this.nanoTime = nanoTime;
    }

    /**
     * What a look has found. Whoever has it releases one use of each claimed start, once, and may retain them before.
     *
     * @param leftovers files of claimed starts, oldest first
     * @param orphans of claimed starts, that have a note and no file
     * @param damaged sealed names whose note tells nothing, and that have no file to tell it
     * @param claimed starts that this look has retained
     * @param whole false when it left some of the dead to a later look, having claimed as many as are claimed at once
     */
    record Found(
            List<WaitingFile> leftovers,
            List<WaitingFile> orphans,
            Set<String> damaged,
            Set<String> claimed,
            boolean whole) {}

    /**
     * @param withFiles whether files are taken up too, not only what was noted of those that have gone
     * @param isKnown whether a file waits already
     */
    Found look(boolean withFiles, Predicate<String> isKnown) throws IOException {
        List<SealedFile> files = new ArrayList<>(withFiles ? queue.leftovers() : List.of());
        files.removeIf(file -> isKnown.test(file.name()));
        Set<String> damaged = new HashSet<>();
        readNotes(isKnown, damaged);
        Set<String> claimed = new HashSet<>();
        boolean found = false;
        try {
            boolean whole = claim(files, claimed, damaged);
            files.removeIf(file -> !claimed.contains(file.start()));
            List<SealedFile> orphans = orphans(claimed);
            Registered before = new Registered(queue, names(files, orphans));
            damaged.removeIf(queue::isSealed);
            found = true;
            return new Found(waiting(files, before), waiting(orphans, before), damaged, claimed, whole);
        } finally {
            if (!found) {
                releaseAll(claimed);
            }
        }
    }

    private static Set<String> names(List<SealedFile> files, List<SealedFile> orphans) {
        Set<String> names = new HashSet<>();
        files.forEach(file -> names.add(file.name()));
        orphans.forEach(file -> names.add(file.name()));
        return names;
    }

    private void readNotes(Predicate<String> isKnown, Set<String> damaged) throws IOException {
        Map<String, String> starts = new HashMap<>();
        for (String name : queue.notes()) {
            if (!isKnown.test(name)) {
                String known = startsOfNotes.get(name);
                String start = known == null ? readStart(name, damaged) : known;
                if (start != null) {
                    starts.put(name, start);
                }
            }
        }
        startsOfNotes = starts;
    }

    /** Null where it is damaged, or has just gone. */
    private @Nullable String readStart(String sealedName, Set<String> damaged) throws IOException {
        byte[] note = queue.readNote(sealedName).orElse(null);
        if (note == null) {
            return null;
        }
        try {
            return UploadNote.parse(note).file().start();
        } catch (IOException e) {
            damaged.add(sealedName);
            return null;
        }
    }

    /** Those first that have the oldest files. False when not all starts were asked for. */
    private boolean claim(List<SealedFile> files, Set<String> claimed, Set<String> damaged) throws IOException {
        Set<String> starts = new LinkedHashSet<>();
        files.forEach(file -> starts.add(file.start()));
        starts.addAll(startsOfNotes.values());
        for (String start : starts) {
            if (claims.isFull()) {
                return false;
            }
            try {
                if (claims.retain(start)) {
                    claimed.add(start);
                }
            } catch (IllegalArgumentException e) {
                // no start is called so, which a note says that is damaged: leftovers are listed without such
                startsOfNotes.keySet().stream()
                        .filter(name -> start.equals(startsOfNotes.get(name)))
                        .forEach(damaged::add);
            }
        }
        return true;
    }

    /** Files that have gone and left a note. One that is there was only not listed: its process lives, or had sealed it only just. */
    private List<SealedFile> orphans(Set<String> claimed) throws IOException {
        List<SealedFile> orphans = new ArrayList<>();
        for (Map.Entry<String, String> noted : startsOfNotes.entrySet()) {
            if (claimed.contains(noted.getValue()) && !queue.isSealed(noted.getKey())) {
                byte[] note = queue.readNote(noted.getKey()).orElse(null);
                if (note != null) {
                    orphans.add(UploadNote.parse(note).file());
                }
            }
        }
        return orphans;
    }

    private List<WaitingFile> waiting(List<SealedFile> files, Registered before) {
        List<WaitingFile> waiting = new ArrayList<>();
        long nanos = nanoTime.getAsLong();
        long now = System.currentTimeMillis();
        for (SealedFile file : files) {
            long ageMillis = now - millis(file.latest(), now);
            waiting.add(new WaitingFile(file, nanos - TimeUnit.MILLISECONDS.toNanos(ageMillis), before));
        }
        return waiting;
    }

    /** Records' times are the application's: they may be anything. */
    private static long millis(Instant time, long now) {
        Instant latest = Instant.ofEpochMilli(now);
        Instant earliest = latest.minus(MOST_AGE);
        Instant bounded = time.isBefore(earliest) ? earliest : time.isAfter(latest) ? latest : time;
        return bounded.toEpochMilli();
    }

    private void releaseAll(Set<String> starts) throws IOException {
        for (String start : starts) {
            claims.release(start);
        }
    }
}
