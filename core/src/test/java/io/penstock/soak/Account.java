package io.penstock.soak;

import io.penstock.Append;
import io.penstock.Penstock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of every record of a round (I1, I2, I3): accepted = on disk + lost under a cause, nothing twice, torn or out of order, and every outcome as often
 * as it is counted.
 */
final class Account {
    /** How a line begins that is none of ours. */
    static final String FOREIGN = "#";

    private static final int MOST_SHOWN = 25;

    private final Scene scene;
    private final Producers producers;
    private final List<String> wrong = new ArrayList<>();

    Account(Scene scene, Producers producers) {
        this.scene = scene;
        this.producers = producers;
    }

    private long total(String counter) {
        long sum = 0;
        for (Penstock one : scene.opened()) {
            sum += one.stats().total().get(counter);
        }
        return sum;
    }

    /** Says what does not hold. */
    void wrong(String what) {
        wrong.add(what);
    }

    /** Throws with all that does not hold; else gives the round's sums in one line. */
    String settle() throws IOException {
        checkCounters();
        String sums = checkRecords();
        for (Penstock one : scene.opened()) {
            if (one.stats().total().get("liveEvents") != 0) {
                wrong("a closed pipeline has live events: "
                        + one.stats().events().keySet());
            }
        }
        if (!wrong.isEmpty()) {
            String shown = String.join("\n  ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size())));
            throw new AssertionError(wrong.size() + " things do not hold:\n  " + shown + "\n" + sums
                    + "\nlatest reports:\n" + scene.told());
        }
        return sums;
    }

    private void checkCounters() {
        String[] names = {
            "accepted",
            "refusedClosed",
            "refusedInvalid",
            "droppedFull",
            "droppedTimeout",
            "droppedDiscarded",
            "droppedOversize"
        };
        for (Append outcome : Append.values()) {
            String name = names[outcome.ordinal()];
            long counted = total(name);
            long said = producers.count(outcome);
            if (counted < said || counted > said + producers.unknown()) {
                wrong(name + ": " + counted + " counted, and said " + said + " times, with " + producers.unknown()
                        + " appends that threw");
            }
        }
    }

    private String checkRecords() throws IOException {
        Landed landed = new Landed(producers.threadCount(), wrong);
        landed.read(kept(), scene.spool().resolve(".penstock"));
        // what was taken away may have been uploaded before
        Landed taken = new Landed(producers.threadCount(), wrong);
        taken.read(takenAway(), scene.base().resolve("none"));

        long missing = 0;
        for (int thread = 0; thread < producers.threadCount(); thread++) {
            for (int number = 0; number < producers.records(); number++) {
                boolean there = landed.holds(thread, number) || taken.holds(thread, number);
                Append said = producers.said(thread, number);
                missing += said == Append.ACCEPTED && !there ? 1 : 0;
                if (there && said != Append.ACCEPTED && !producers.isUnknown(thread, number)) {
                    wrong("thread " + thread + " number " + number + " is on disk, and " + said + " was said of it");
                }
            }
        }
        long lost = total("lostWrite") + total("lostRemoved") + total("lostRetention");
        long torn = total("lostTorn");
        if (missing > lost + torn || missing < lost - producers.unknown()) {
            wrong(missing + " accepted records are on no disk, and counted as lost are " + lost + " and " + torn
                    + " torn");
        }
        if (landed.torn() > lost + torn) {
            wrong(landed.torn() + " files end in a part of a record");
        }
        return "accepted=" + producers.count(Append.ACCEPTED) + " refused=" + producers.count(Append.REFUSED_CLOSED)
                + " dropped="
                + (total("droppedFull")
                        + total("droppedTimeout")
                        + total("droppedDiscarded")
                        + total("droppedOversize"))
                + " threw=" + producers.unknown() + " lostWrite=" + total("lostWrite") + " lostRemoved="
                + total("lostRemoved") + " lostTorn=" + torn + " missing=" + missing + " files="
                + (landed.files() + taken.files()) + " uploaded=" + total("uploaded") + " pipelines="
                + scene.opened().size();
    }

    /** With an upload what is archived is also in the store. */
    private List<Path> kept() throws IOException {
        Path spool = scene.spool();
        List<Path> kept = Landed.in(spool, ".log");
        kept.addAll(Landed.in(spool.resolve(".penstock"), ".next"));
        kept.addAll(Landed.in(spool.resolve(".penstock/quarantine"), ".log"));
        List<Path> sealed = Landed.in(spool.resolve("sealed"), ".log");
        if (scene.plan().upload() && !sealed.isEmpty()) {
            wrong("not uploaded: " + sealed);
        }
        kept.addAll(sealed);
        if (Files.isDirectory(scene.store())) {
            try (Stream<Path> objects = Files.walk(scene.store())) {
                objects.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .forEach(kept::add);
            }
        }
        return kept;
    }

    private List<Path> takenAway() throws IOException {
        List<Path> away = new ArrayList<>();
        try (Stream<Path> all = Files.list(scene.base().resolve("taken"))) {
            for (Path one : (Iterable<Path>) all::iterator) {
                String name = one.getFileName().toString();
                away.addAll(Landed.in(name.startsWith("spool-") ? one.resolve("sealed") : one, ".log"));
            }
        }
        away.removeIf(file -> file.getFileName().toString().startsWith("live-"));
        return away;
    }
}
