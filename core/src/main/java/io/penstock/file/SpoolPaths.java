package io.penstock.file;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything stands in a spool. The only place that knows the names.
 *
 * <pre>
 *   &lt;event&gt;.log, &lt;event&gt;.k.log                      live file of slot 0, of slot k
 *   sealed/&lt;event&gt;_&lt;time&gt;.log, …_n.log               {@link SealedName}
 *   archived/                                          sealed files that are uploaded and kept
 *   .penstock/slot-k.lock                              held by the process that has slot k
 *   .penstock/&lt;event&gt;.k.&lt;start&gt;-&lt;sequence&gt;.next      prepared file, until it has its live name
 *   .penstock/&lt;event&gt;.k.&lt;start&gt;-&lt;sequence&gt;.note      what recovery must know of a file that is not sealed yet
 *   .penstock/&lt;sealed name&gt;.json                       {@link Sidecar} of a sealed file
 *   .penstock/probe-&lt;start&gt;.tmp                      direct writing being tried out
 *   .penstock/slot-k.tmp                               sidecar or note being written
 * </pre>
 */
record SpoolPaths(Path directory) {
    static final String LOG = ".log";
    static final String NEXT = ".next";
    static final String NOTE = ".note";
    static final String SIDECAR = ".json";

    private static final Pattern UNSEALED =
            Pattern.compile("(.+)\\.([0-9]{1,9})\\.([0-9a-z]+)-([0-9]{1,18})\\.(?:next|note)");
    private static final Pattern LOCK = Pattern.compile("slot-([0-9]{1,9})\\.lock");

    /** One file of one process start: what a prepared file and a note are named after. */
    record FileId(String event, int slot, String start, long sequence) {
        private String base() {
            return event + '.' + slot + '.' + start + '-' + sequence;
        }
    }

    Path sealed() {
        return directory.resolve("sealed");
    }

    Path archived() {
        return directory.resolve("archived");
    }

    Path own() {
        return directory.resolve(".penstock");
    }

    Path live(String event, int slot) {
        return directory.resolve(slot == 0 ? event + LOG : event + '.' + slot + LOG);
    }

    Path next(FileId id) {
        return own().resolve(id.base() + NEXT);
    }

    Path note(FileId id) {
        return own().resolve(id.base() + NOTE);
    }

    Path sidecar(String sealedName) {
        return own().resolve(sealedName + SIDECAR);
    }

    Path lock(int slot) {
        return own().resolve("slot-" + slot + ".lock");
    }

    Path temporary(int slot) {
        return own().resolve("slot-" + slot + ".tmp");
    }

    /** A file that exists only while direct writing is tried out. */
    Path probe(String start) {
        return own().resolve("probe-" + start + ".tmp");
    }

    static boolean isProbe(String fileName) {
        return fileName.startsWith("probe-") && fileName.endsWith(".tmp");
    }

    /** The file that a prepared file's or a note's name stands for. */
    static Optional<FileId> fileId(String fileName) {
        Matcher matcher = UNSEALED.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new FileId(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3),
                Long.parseLong(matcher.group(4))));
    }

    static Optional<Integer> lockedSlot(String fileName) {
        Matcher matcher = LOCK.matcher(fileName);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }
}
