package io.penstock.upload;

import io.penstock.config.UploadConfig;
import io.penstock.status.Counter;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What upload threads do: one file, or one look for leftovers. Counts and tells how it went; whatever is thrown, the file waits and the thread goes on.
 */
final class FileWork implements Dispatcher.Work {
    private final Surroundings surroundings;
    private final SealedQueue queue;
    private final Reports reports;
    private final Troubles troubles;
    private final Claims claims;
    private final Registration registration;
    private final Sweep sweep;
    private final Dispatcher dispatcher;

    private volatile Settings settings;

    /** Whether the last look could not claim all that it found. */
    private volatile boolean moreToClaim;

    // guarded by this
    private boolean ownClaimed;
    private boolean ended;

    FileWork(Surroundings surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.settings = settings;
        queue = surroundings.queue();
        reports = new Reports(surroundings.status());
        troubles = new Troubles(reports);
        claims = new Claims(queue);
        registration = new Registration(queue, surroundings.listeners());
        sweep = new Sweep(queue, claims, System::nanoTime);
        int concurrency = settings.config().store().concurrency();
        dispatcher = new Dispatcher(surroundings.patience(), concurrency, this, reports);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    synchronized void reconfigure(UploadConfig config, StoreOpener stores) {
        Settings before = settings;
        if (!ended && !config.equals(before.config())) {
            settings = Settings.of(config, stores);
            before.store().retire();
        }
    }

    boolean sealed(SealedFile file) {
        Registered before = new Registered(queue, Set.of(file.name()));
        return dispatcher.offer(new WaitingFile(file, System.nanoTime(), before));
    }

    /** A file that waited has gone. */
    void removed(WaitingFile waiting) {
        troubles.forgotten(waiting);
        releaseClaimOf(waiting);
    }

    @Override
    public void upload(WaitingFile waiting) {
        long began = System.nanoTime();
        Throwable failure = null;
        Outcome outcome;
        try {
            outcome = attempt(waiting);
        } catch (Throwable e) { // an SDK's errors too: the file waits, the thread goes on
            failure = e;
            outcome = outcome(e);
        }
        count(waiting, outcome, System.nanoTime() - began);
        if (outcome == Outcome.UPLOADED || outcome == Outcome.GONE) {
            releaseClaimOf(waiting);
        }
        tell(waiting, outcome, failure); // whoever waits for the end has been told then
        dispatcher.ended(waiting, outcome);
    }

    private Outcome attempt(WaitingFile waiting) throws IOException {
        String start = waiting.file.start();
        claimOwn();
        if (!claims.retain(start)) {
            throw new LaterException("start " + start + " is claimed by another uploader of this spool", null);
        }
        try {
            return new Attempt(queue, registration, dispatcher.workers(), settings).upload(waiting)
                    ? Outcome.UPLOADED
                    : Outcome.GONE;
        } catch (ChangedFileException e) {
            queue.quarantine(waiting.file, String.valueOf(e.getMessage()));
            surroundings.counters().apply(waiting.file.event()).increment(Counter.UPLOAD_FAILURES);
            return Outcome.GONE;
        } finally {
            release(start);
        }
    }

    private static Outcome outcome(Throwable failure) {
        if (failure instanceof StoreException store) {
            return switch (store.kind()) {
                case TRANSIENT -> Outcome.TRANSIENT;
                case PERMANENT -> Outcome.REFUSED;
                case EXISTS -> Outcome.DISPUTED;
            };
        }
        if (failure instanceof LaterException) {
            return Outcome.LATER;
        }
        // a class that is missing or does not fit stays so until somebody changes the class path
        return failure instanceof LinkageError ? Outcome.REFUSED : Outcome.TRANSIENT;
    }

    private void count(WaitingFile waiting, Outcome outcome, long nanos) {
        EventCounters counters = surroundings.counters().apply(waiting.file.event());
        switch (outcome) {
            case UPLOADED -> {
                counters.increment(Counter.UPLOADED);
                counters.add(Counter.UPLOADED_BYTES, waiting.file.bytes());
                counters.add(Counter.UPLOAD_NANOS, nanos);
                counters.raise(Counter.UPLOAD_NANOS_MAX, nanos);
            }
            case TRANSIENT, LATER -> counters.increment(Counter.UPLOAD_RETRIES);
            case REFUSED, DISPUTED -> counters.increment(Counter.UPLOAD_FAILURES);
            case GONE -> {}
        }
    }

    private void tell(WaitingFile waiting, Outcome outcome, @Nullable Throwable failure) {
        if (outcome == Outcome.UPLOADED) {
            troubles.succeeded(waiting);
        } else if (outcome == Outcome.GONE) {
            troubles.forgotten(waiting);
        } else if (failure != null && !dispatcher.workers().isBrokenOff()) {
            waiting.progress.failures++;
            troubles.failed(waiting, outcome, failure);
        }
    }

    @Override
    public void look() {
        try {
            Sweep.Found found = sweep.look(settings.config().uploadOnStart(), dispatcher::contains);
            moreToClaim = !found.whole();
            try {
                for (WaitingFile waiting : found.leftovers()) {
                    offer(waiting);
                }
                settle(found);
            } catch (StoreException e) {
                moreToClaim = false; // told where it keeps a file; the next look goes on here, at its time
            } finally {
                for (String start : found.claimed()) {
                    release(start);
                }
            }
            claimMore();
        } catch (Throwable e) { // the next look may do better
            if (!dispatcher.workers().isBrokenOff()) {
                reports.error("upload leftovers", "looking for files to upload failed, trying again: " + e, e);
            }
        } finally {
            dispatcher.looked();
        }
    }

    private void offer(WaitingFile waiting) throws IOException {
        if (!claims.retain(waiting.file.start())) {
            return;
        }
        waiting.claimed = true;
        if (!dispatcher.offer(waiting)) {
            release(waiting.file.start());
        }
    }

    private void settle(Sweep.Found found) throws IOException {
        for (String sealedName : found.damaged()) {
            queue.quarantineNote(sealedName, "it cannot be read, and its file has gone");
        }
        for (WaitingFile orphan : found.orphans()) {
            if (dispatcher.workers().isBrokenOff()) {
                return;
            }
            boolean unused = new Attempt(queue, registration, dispatcher.workers(), settings).upload(orphan);
        }
    }

    private void claimMore() {
        if (moreToClaim && claims.hasRoom()) {
            moreToClaim = false;
            dispatcher.wantLook();
        }
    }

    @Override
    public void idle() {
        settings.buffers().trim();
    }

    /** Our own start is ours as long as we are there, so that nobody sweeps between two of our files. */
    private synchronized void claimOwn() throws IOException {
        if (!ownClaimed && !ended) {
            ownClaimed = claims.retain(queue.start());
        }
    }

    /** Nothing new begins. What is under way goes on with the store, unless that is broken off; the last one out gives claims back. */
    void end(boolean brokenOff) {
        boolean own;
        synchronized (this) {
            own = ownClaimed;
            ownClaimed = false;
            ended = true;
        }
        if (brokenOff) {
            settings.store().breakOff();
        } else {
            settings.store().retire();
        }
        dispatcher.takeClaimed().forEach(waiting -> release(waiting.file.start()));
        if (own) {
            release(queue.start());
        }
    }

    private void releaseClaimOf(WaitingFile waiting) {
        if (dispatcher.takeClaim(waiting)) {
            release(waiting.file.start());
            claimMore();
        }
    }

    private void release(String start) {
        try {
            claims.release(start);
        } catch (IOException | RuntimeException e) {
            reports.error("upload claim", "the claim of start " + start + " could not be given back cleanly: " + e, e);
        }
    }
}
