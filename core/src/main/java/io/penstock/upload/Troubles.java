package io.penstock.upload;

import io.penstock.status.Reports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what keeps files from being uploaded, once per cause however many files it keeps, and when it is over. What may work in a moment is told only when it has not for a while. Any thread.
 */
final class Troubles {
    private static final int PATIENT_FAILURES = 5;
    /** In an outage with many files waiting, hardly one is tried twice. */
    private static final int PATIENT_FAILURES_IN_A_ROW = 8;

    private static final int MOST_CAUSES = 32;
    private static final int LONGEST_WORD = 4;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** @param ofStore whether it is over as soon as any file gets through */
    private record Trouble(boolean ofStore, Set<String> files) {}

    private final Reports reports;
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final AtomicInteger failuresInARow = new AtomicInteger();

    Troubles(Reports reports) {
        this.reports = reports;
    }

    void failed(WaitingFile waiting, Outcome outcome, Throwable failure) {
        boolean transiently = outcome == Outcome.TRANSIENT || outcome == Outcome.LATER;
        int inARow = transiently ? failuresInARow.incrementAndGet() : failuresInARow.get();
        if (transiently && waiting.progress.failures < PATIENT_FAILURES && inARow < PATIENT_FAILURES_IN_A_ROW) {
            return;
        }
        String cause = "upload: " + outcome + ' ' + masked(String.valueOf(failure.getMessage()));
        synchronized (this) {
            if (troubles.size() >= MOST_CAUSES && !troubles.containsKey(cause)) {
                cause = "upload: other causes";
            }
            boolean ofStore = outcome == Outcome.TRANSIENT || outcome == Outcome.REFUSED;
            troubles.computeIfAbsent(cause, unused -> new Trouble(ofStore, new HashSet<>()))
                    .files
                    .add(waiting.file.name());
        }
        String consequence = transiently ? "trying again" : "the file is kept and tried again slowly";
        reports.error(
                cause, "upload of " + waiting.file.name() + " failed, " + consequence + ": " + told(failure), failure);
    }

    /** The file is where it should be: so the store works. */
    void succeeded(WaitingFile waiting) {
        failuresInARow.set(0);
        over(waiting, true);
    }

    /** Nobody waits for the file any more. */
    void forgotten(WaitingFile waiting) {
        over(waiting, false);
    }

    private void over(WaitingFile waiting, boolean storeWorks) {
        List<String> over = new ArrayList<>();
        synchronized (this) {
            for (Map.Entry<String, Trouble> entry : troubles.entrySet()) {
                Trouble trouble = entry.getValue();
                boolean last = trouble.files.remove(waiting.file.name()) && trouble.files.isEmpty();
                if (last || (storeWorks && trouble.ofStore)) {
                    over.add(entry.getKey());
                }
            }
            over.forEach(troubles::remove);
        }
        over.forEach(cause -> reports.over(cause, storeWorks ? "uploads work again" : "no upload fails any more"));
    }

    /** What the trouble is, without what differs from file to file and from request to request. */
    private static String masked(String message) {
        return SPACE.splitAsStream(message)
                .map(word -> word.length() > LONGEST_WORD && word.chars().anyMatch(Character::isDigit) ? "#" : word)
                .collect(Collectors.joining(" "));
    }

    private static String told(@Nullable Throwable failure) {
        return failure instanceof StoreException store ? String.valueOf(store.getMessage()) : String.valueOf(failure);
    }
}
