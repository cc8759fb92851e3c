package io.penstock.file;

import io.penstock.status.StatusListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The sealed files of a spool as a queue, and a place for what must be known of them after a crash. Goes on working when the
 * spool is closed. Any thread, interrupted ones too; what is written is durable on return, and every call can be repeated.
 */
public final class SealedFiles {
    private final SpoolPaths paths;
    private final String start;
    private final String host;
    private final SpoolFolder folder;
    private final HeldFiles held;
    private final SealedLeftovers leftovers;
    private final Departure departure;
    private final Quarantine quarantine;
    private final UploadNotes notes;
    private final Manifest manifest;

    SealedFiles(Ground ground, HeldFiles held, StatusListener status, InstantSource clock) {
        this.paths = ground.paths;
        this.folder = ground.folder;
        this.start = ground.start;
        this.host = ground.host;
        this.held = held;
        quarantine = new Quarantine(paths, folder, status);
        leftovers = new SealedLeftovers(paths, start, quarantine, status);
        departure = new Departure(paths, folder);
        notes = new UploadNotes(paths, folder, start);
        manifest = new Manifest(paths, folder, start, clock, ground.mostManifestBytes);
    }

    /** The spool's directory. */
    public Path directory() {
        return paths.directory();
    }

    /** Whose files these are, and where. */
    record Ground(SpoolPaths paths, SpoolFolder folder, String start, String host, long mostManifestBytes) {}

    /** The start of the spool that this was obtained from. */
    public String start() {
        return start;
    }

    /**
     * Sealed files of starts that hold no slot of the spool any more, oldest first; never those of this start, also when its
     * spool is closed. Another process may be uploading them: {@link #claim} says. A file without a readable sidecar is
     * quarantined.
     */
    public List<Sealed> leftovers() throws IOException {
        return Uninterrupted.call(leftovers::find);
    }

    /** Sealed files of this start, oldest first: for somebody who was not there when they were sealed. */
    public List<Sealed> own() throws IOException {
        return Uninterrupted.call(leftovers::own);
    }

    /**
     * The right to upload the files of a start, against everybody who shares the spool; empty while another has it. Ends with
     * the process, or when it is closed. Files listed before it was had may be gone by now: {@link #hold} says.
     */
    public Optional<Closeable> claim(String claimed) throws IOException {
        if (!SpoolPaths.isStart(claimed)) {
            throw new IllegalArgumentException("not a start: " + claimed);
        }
        return Uninterrupted.call(() -> UploadClaim.take(paths, folder, claimed, new UploadClaim.Signature(start, host))
                .map(claim -> claim));
    }

    /** Keeps this spool's retention from the file until {@link #release}; false when the file is gone. */
    public boolean hold(Sealed file) {
        if (!held.hold(file.name())) {
            return false;
        }
        boolean there = isThere(file);
        if (!there) {
            held.release(file.name());
        }
        return there;
    }

    private boolean isThere(Sealed file) {
        try {
            return Uninterrupted.call(() -> departure.isStill(file));
        } catch (IOException e) {
            return Files.exists(file.path()); // whoever reads it will see what is wrong
        }
    }

    /** Leaves the file to retention again. */
    public void release(Sealed file) {
        held.release(file.name());
    }

    /**
     * The file is stored and registered: deletes it and its sidecar, or moves it to {@code archived/}, where it keeps the
     * sidecar. Does nothing when it is gone.
     */
    public void done(Sealed file, boolean keep) throws IOException {
        Uninterrupted.run(() -> departure.done(file, keep));
    }

    /** Moves a file to {@code .penstock/quarantine/} that can never be uploaded, and says so. Does nothing when it is gone. */
    public void quarantine(Sealed file, String reason) throws IOException {
        Uninterrupted.run(() -> {
            if (departure.isStill(file)) {
                quarantine.take(file.name(), reason);
            }
        });
    }

    /** Replaces what is noted of a sealed file, at once and as a whole. Its name is not given again while there is a note. */
    public void writeNote(String sealedName, byte[] note) throws IOException {
        Uninterrupted.run(() -> notes.write(sealedName, note));
    }

    /** What is noted of a sealed file. */
    public Optional<byte[]> readNote(String sealedName) throws IOException {
        return Uninterrupted.call(() -> notes.read(sealedName));
    }

    /** The last thing to be done for a sealed file. */
    public void deleteNote(String sealedName) throws IOException {
        Uninterrupted.run(() -> notes.delete(sealedName));
    }

    /** Moves a note to {@code .penstock/quarantine/} that is of no use to anybody, and says so. Does nothing when it is gone. */
    public void quarantineNote(String sealedName, String reason) throws IOException {
        Uninterrupted.run(() -> quarantine.takeNote(SealedName.require(sealedName), reason));
    }

    /** Whether a file of this name is in {@code sealed/} now. */
    public boolean isSealed(String sealedName) {
        return Files.exists(paths.sealed().resolve(SealedName.require(sealedName)));
    }

    /** Sealed names of which something is noted, whether or not the file is still there. */
    public List<String> notes() throws IOException {
        return Uninterrupted.call(notes::names);
    }

    /** The manifest's file; it need not exist. */
    public Path manifest() {
        return paths.manifest();
    }

    /** What was rotated out of the manifest, oldest first, then the manifest, where it exists. */
    public List<Path> manifests() throws IOException {
        return Uninterrupted.call(manifest::files);
    }

    /**
     * Adds a line to the manifest, whole, with or without its line feed: after one that a crash cut off it begins a new one.
     *
     * @throws IllegalArgumentException when it is more than one line
     */
    public void appendManifest(byte[] line) throws IOException {
        Uninterrupted.run(() -> manifest.append(line));
    }

    /** After {@link #appendManifest} of this very line has failed: makes it durable where it stands already, else adds it. */
    public void repeatManifest(byte[] line) throws IOException {
        Uninterrupted.run(() -> manifest.repeat(line));
    }
}
