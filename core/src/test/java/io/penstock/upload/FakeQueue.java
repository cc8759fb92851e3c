package io.penstock.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A spool as one process sees it. What it holds is {@link Disk} and outlives the process; its claims do not. */
final class FakeQueue implements SealedQueue {
    /** A spool's directory. */
    static final class Disk {
        final Path directory;
        final Map<String, SealedFile> sealed = new ConcurrentHashMap<>();
        final Map<String, byte[]> notes = new ConcurrentHashMap<>();
        final Map<String, FakeQueue> claims = new ConcurrentHashMap<>();
        final Map<String, String> quarantined = new ConcurrentHashMap<>();
        final Set<String> archived = ConcurrentHashMap.newKeySet();
        /** Who made lines durable that stood in the manifest. */
        final List<String> repeated = new CopyOnWriteArrayList<>();

        final Set<String> living = ConcurrentHashMap.newKeySet();

        Disk(Path directory) {
            this.directory = directory;
        }

        Path manifest() {
            return directory.resolve("manifest.jsonl");
        }

        /** Seals a file of these bytes. */
        SealedFile seal(String event, String start, int sequence, byte[] content) {
            String name = event + "_" + start + "_" + sequence + ".log";
            Path path = directory.resolve(name);
            try {
                Files.write(path, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Instant earliest = Instant.ofEpochSecond(1_700_000_000L + sequence);
            SealedFile file = new SealedFile(
                    name, path, content.length, event, "host", start, sequence, null, 1, earliest, earliest, earliest);
            sealed.put(name, file);
            return file;
        }

        void delete(SealedFile file) throws IOException {
            Files.deleteIfExists(file.path());
            sealed.remove(file.name());
        }

        List<String> manifestLines() throws IOException {
            return Files.exists(manifest()) ? Files.readAllLines(manifest()) : List.of();
        }
    }

    final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Disk disk;
    private final String start;
    private final Calls calls;

    FakeQueue(Disk disk, String start, Calls calls) {
        this.disk = disk;
        this.start = start;
        this.calls = calls;
        disk.living.add(start);
    }

    /** The process is dead: the system gives back what it had locked. */
    void die() {
        disk.living.remove(start);
        disk.claims.values().removeIf(holder -> holder == this);
    }

    @Override
    public String start() {
        return start;
    }

    @Override
    public List<SealedFile> leftovers() throws IOException {
        calls.before("leftovers", start);
        return disk.sealed.values().stream()
                .filter(file -> !disk.living.contains(file.start()))
                .sorted(Comparator.comparing(SealedFile::earliest))
                .toList();
    }

    @Override
    public Optional<Closeable> claim(String claimed) throws IOException {
        calls.before("claim", claimed);
        if (disk.claims.putIfAbsent(claimed, this) != null) {
            return Optional.empty();
        }
        return Optional.of(() -> disk.claims.remove(claimed, this));
    }

    @Override
    public boolean hold(SealedFile file) {
        return disk.sealed.containsKey(file.name()) && held.add(file.name());
    }

    @Override
    public void release(SealedFile file) {
        held.remove(file.name());
    }

    @Override
    public void done(SealedFile file, boolean keep) throws IOException {
        calls.before("done", file.name());
        if (keep && disk.sealed.containsKey(file.name())) {
            disk.archived.add(file.name());
        }
        disk.delete(file);
        calls.after("done", file.name());
    }

    @Override
    public void quarantine(SealedFile file, String reason) throws IOException {
        calls.before("quarantine", file.name());
        disk.quarantined.put(file.name(), reason);
        disk.sealed.remove(file.name());
        calls.after("quarantine", file.name());
    }

    @Override
    public void writeNote(String sealedName, byte[] note) throws IOException {
        calls.before("writeNote", sealedName);
        disk.notes.put(sealedName, note);
        calls.after("writeNote", sealedName);
    }

    @Override
    public Optional<byte[]> readNote(String sealedName) throws IOException {
        calls.before("readNote", sealedName);
        return Optional.ofNullable(disk.notes.get(sealedName));
    }

    @Override
    public void deleteNote(String sealedName) throws IOException {
        calls.before("deleteNote", sealedName);
        disk.notes.remove(sealedName);
        calls.after("deleteNote", sealedName);
    }

    @Override
    public void quarantineNote(String sealedName, String reason) {
        if (disk.notes.remove(sealedName) != null) {
            disk.quarantined.put(sealedName, reason);
        }
    }

    @Override
    public boolean isSealed(String sealedName) {
        return disk.sealed.containsKey(sealedName);
    }

    @Override
    public List<String> notes() throws IOException {
        calls.before("notes", start);
        return List.copyOf(disk.notes.keySet());
    }

    @Override
    public Path manifest() {
        return disk.manifest();
    }

    @Override
    public List<Path> manifests() {
        return List.of(disk.manifest());
    }

    @Override
    public void appendManifest(byte[] line) throws IOException {
        calls.before("appendManifest", start);
        synchronized (disk) {
            Files.write(disk.manifest(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        calls.after("appendManifest", start);
    }

    @Override
    public void repeatManifest(byte[] line) throws IOException {
        synchronized (disk) {
            if (disk.manifestLines().contains(new String(line, UTF_8).stripTrailing())) {
                disk.repeated.add(start);
                return;
            }
        }
        appendManifest(line);
    }
}
