package io.penstock.file;

import io.penstock.config.EventNames;
import io.penstock.config.FileFraming;
import io.penstock.config.RotationConfig;
import io.penstock.config.SpoolConfig;
import io.penstock.platform.FileCalls;
import io.penstock.platform.Platform;
import io.penstock.status.EventCounters;
import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A spool directory and the slot this pipeline holds in it. Any thread, but what {@link #eventFiles} returns is the flush
 * thread's.
 */
public final class Spool {
    private final FilesDesk desk;
    private final SpoolRoom room;
    private final SealedFiles sealedFiles;
    private final InstantSource clock;
    private final boolean directIo;

    private Spool(FilesDesk desk, SpoolRoom room, SealedFiles sealedFiles, InstantSource clock, boolean directIo) {
        this.desk = desk;
        this.room = room;
        this.sealedFiles = sealedFiles;
        this.clock = clock;
        this.directIo = directIo;
    }

    /** What a spool stands on; tests bring their own. */
    record Ground(Platform platform, InstantSource clock, long mostManifestBytes, Duration patience) {
        Ground(Platform platform, InstantSource clock) {
            this(platform, clock, Manifest.MOST_BYTES, SlotLock.START_PATIENCE);
        }

        static Ground real() {
            return new Ground(Platform.get(), InstantSource.system());
        }
    }

    /** What becomes of the sealed files, and who wants to know. */
    record Use(Keeping keeping, SealedFilesListener listener, SpoolCounters counters) {}

    /**
     * Creates the directories, takes a free slot, starts the two threads of the file room, one of which first recovers slots without an
     * owner. Waits for no thread.
     *
     * @param listener told from the first file on
     * @throws IOException when the directory cannot be had, or O_DIRECT cannot and {@code directIo} is {@code on}; the
     *     message says which
     */
    public static Spool open(
            SpoolConfig config,
            Keeping keeping,
            SealedFilesListener listener,
            StatusListener status,
            SpoolCounters counters)
            throws IOException {
        return open(config, new Use(keeping, listener, counters), status, Ground.real());
    }

    /** Creates the directory alone, and gives its real path: two paths may lead to one spool. */
    public static Path createDirectory(SpoolConfig config) throws IOException {
        return createDirectory(config, SpoolFolder.of(config, Optional.empty()));
    }

    private static Path createDirectory(SpoolConfig config, SpoolFolder folder) throws IOException {
        Path directory = config.directory().toAbsolutePath();
        folder.createDirectory(directory);
        return directory.toRealPath();
    }

    static Spool open(SpoolConfig config, Use use, StatusListener status, Ground ground) throws IOException {
        Optional<FileCalls> calls = ground.platform.fileCalls();
        SpoolFolder folder = SpoolFolder.of(config, calls);
        SpoolPaths paths = new SpoolPaths(createDirectory(config, folder));
        folder.createOwnDirectory(paths.sealed());
        folder.createOwnDirectory(paths.own());
        String start = newStart(ground.clock);
        Optional<FileCalls> direct =
                new DirectProbe(ground.platform, status).probe(paths.probe(start), config.directIo());
        SlotLock slot = SlotLock.takeFirst(paths, folder, new SlotLock.Taker(start, config.host(), ground.patience));
        HeldFiles held = new HeldFiles();
        Reports reports = new Reports(status);
        SpoolRoom room = new SpoolRoom(
                config,
                paths,
                folder,
                slot,
                start,
                new FilesThread("penstock-files", reports),
                new FilesThread("penstock-seal", reports),
                status,
                use.counters,
                held);
        FilesDesk desk = new FilesDesk(room, direct, use.keeping, use.listener, ground.clock);
        desk.start();
        SealedFiles files = new SealedFiles(
                new SealedFiles.Ground(paths, folder, start, config.host(), ground.mostManifestBytes),
                held,
                status,
                ground.clock);
        return new Spool(desk, room, files, ground.clock, direct.isPresent());
    }

    /** Unique among all starts of pipelines anywhere: the time and 40 random bits, in the characters 0-9 and a-z. */
    static String newStart(InstantSource clock) {
        long random = new SecureRandom().nextLong() >>> 24;
        String digits = Long.toString(random, Character.MAX_RADIX);
        return Long.toString(clock.millis(), Character.MAX_RADIX) + "0".repeat(8 - digits.length()) + digits;
    }

    /**
     * The files of an event. Several for the same event may follow each other: their files are sealed in order.
     *
     * @param ready run on {@code penstock-files} when a prepared file is there or preparing failed
     */
    public EventFiles eventFiles(
            String sanitisedEvent,
            RotationConfig rotation,
            FileFraming framing,
            EventCounters counters,
            Runnable ready) {
        if (sanitisedEvent.isEmpty() || !EventNames.sanitise(sanitisedEvent).equals(sanitisedEvent)) {
            throw new IllegalArgumentException("not a sanitised event name: " + sanitisedEvent);
        }
        Preparer.Order order = new Preparer.Order(sanitisedEvent, rotation, framing, counters);
        return new RotatingFiles(order, ready, desk, room.preparing(), clock);
    }

    /** Takes new retention bounds at once. */
    public void retention(Keeping keeping) {
        desk.retention(keeping);
    }

    /** The sealed files as a queue; of use also after {@link #close}. */
    public SealedFiles sealedFiles() {
        return sealedFiles;
    }

    /** The number k of the slot held: live files are {@code <event>.log} for 0 and {@code <event>.k.log} for others. */
    public int slot() {
        return room.slot().slot();
    }

    /** Unique id of this start: what the files written through this spool carry in their sidecars. */
    public String start() {
        return room.start();
    }

    /** Whether files here are written with O_DIRECT. */
    public boolean directIo() {
        return directIo;
    }

    /**
     * Finishes what is queued for at most {@code timeout}, gives the slot back. Files that are not sealed by then, or were
     * not given away, are left to the next start's recovery. True when nothing was left unfinished.
     */
    public boolean close(Duration timeout) {
        return desk.close(timeout);
    }
}
