package io.penstock.file;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
 *   .penstock/turn.lock                                held for an instant by whoever takes or asks for other locks
 *   .penstock/upload-&lt;start&gt;.lock                     held by the process that uploads the files of a start
 *   .penstock/&lt;event&gt;.k.&lt;start&gt;-&lt;sequence&gt;.next      prepared file, until it has its live name
 *   .penstock/&lt;event&gt;.k.&lt;start&gt;-&lt;sequence&gt;.note      what recovery must know of a file that is not sealed yet
 *   .penstock/&lt;sealed name&gt;.json                       {@link Sidecar} of a sealed file
 *   .penstock/probe-&lt;start&gt;.tmp                      direct writing being tried out
 *   .penstock/&lt;sealed name&gt;.upload                     what the uploader noted of a sealed file
 *   .penstock/write-&lt;start&gt;-n.tmp                     sidecar or note being written
 *   .penstock/manifest.jsonl, manifest-&lt;time&gt;.jsonl  {@link Manifest}, and what was rotated out of it
 *   .penstock/manifest.lock                            held by whoever appends to it
 *   .penstock/quarantine/                              sealed files that cannot be uploaded, with their sidecars; and
 *                                                      upload notes without a file that cannot be read
 *   .penstock/quarantine/&lt;event&gt;.k.&lt;start&gt;-&lt;sequence&gt;.remains
 *                                                      what others left of, or put in place of, a live file
 * </pre>
 */
record SpoolPaths(Path directory) {
    static final String LOG = ".log";
    static final String NEXT = ".next";
    static final String NOTE = ".note";
    private static final String REMAINS = ".remains";
    static final String SIDECAR = ".json";
    private static final String UPLOAD_NOTE = ".upload";

    private static final Pattern UNSEALED =
            Pattern.compile("(.+)\\.([0-9]{1,9})\\.([0-9a-z]+)-([0-9]{1,18})\\.(?:next|note|remains)");
    private static final Pattern LOCK = Pattern.compile("slot-([0-9]{1,9})\\.lock");
    private static final Pattern START = Pattern.compile("[0-9a-z]{1,64}");
    private static final Pattern UPLOAD_LOCK = Pattern.compile("upload-([0-9a-z]{1,64})\\.lock");
    private static final Pattern TEMPORARY = Pattern.compile("write-([0-9a-z]{1,64})-[0-9]+\\.tmp");
    private static final AtomicLong TEMPORARIES = new AtomicLong();

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

    Path quarantine() {
        return own().resolve("quarantine");
    }

    /** Where a file of the spool stands in quarantine. */
    Path quarantined(Path file) {
        return quarantine().resolve(file.getFileName());
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

    /** Where that which stood under the name of a file that vanished is kept. */
    Path remains(FileId id) {
        return quarantine().resolve(id.base() + REMAINS);
    }

    Path sidecar(String sealedName) {
        return own().resolve(sealedName + SIDECAR);
    }

    Path lock(int slot) {
        return own().resolve("slot-" + slot + ".lock");
    }

    /** @param number 0, or of another name for it where that is taken by something that is no file */
    Path turn(int number) {
        return own().resolve(number == 0 ? "turn.lock" : "turn-" + number + ".lock");
    }

    Path uploadLock(String start) {
        return own().resolve("upload-" + start + ".lock");
    }

    Path uploadNote(String sealedName) {
        return own().resolve(sealedName + UPLOAD_NOTE);
    }

    /** The sealed name of which the file of this name is the upload note. */
    static Optional<String> notedName(String fileName) {
        return Optional.of(fileName)
                .filter(name -> name.endsWith(UPLOAD_NOTE))
                .map(name -> name.substring(0, name.length() - UPLOAD_NOTE.length()))
                .filter(SealedName::matches);
    }

    /** A new name for each call: several threads may be writing. */
    Path temporary(String start) {
        return own().resolve("write-" + start + '-' + TEMPORARIES.incrementAndGet() + ".tmp");
    }

    Path manifest() {
        return own().resolve("manifest.jsonl");
    }

    Path manifestLock() {
        return own().resolve("manifest.lock");
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

    static boolean isRemains(String fileName) {
        return fileName.endsWith(REMAINS) && fileId(fileName).isPresent();
    }

    static Optional<Integer> lockedSlot(String fileName) {
        Matcher matcher = LOCK.matcher(fileName);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    /** Whether an id of a start may stand in a file's name. */
    static boolean isStart(String start) {
        return START.matcher(start).matches();
    }

    /** The start whose uploads this file is the lock of. */
    static Optional<String> lockedUploads(String fileName) {
        Matcher matcher = UPLOAD_LOCK.matcher(fileName);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The start that was writing this sidecar or note. */
    static Optional<String> writer(String fileName) {
        Matcher matcher = TEMPORARY.matcher(fileName);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
