package io.penstock;

import io.penstock.file.Sealed;
import io.penstock.file.SealedFiles;
import io.penstock.upload.SealedFile;
import io.penstock.upload.SealedQueue;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file room's sealed files as the upload room knows them: neither imports the other. */
final class SealedSource implements SealedQueue {
    private final SealedFiles files;

    SealedSource(SealedFiles files) {
        this.files = files;
    }

    static SealedFile toUpload(Sealed file) {
        return new SealedFile(
                file.name(),
                file.path(),
                file.bytes(),
                file.event(),
                file.host(),
                file.start(),
                file.sequence(),
                file.previous(),
                file.records(),
                file.earliest(),
                file.latest(),
                file.named());
    }

    private static Sealed toFile(SealedFile file) {
        return new Sealed(
                file.name(),
                file.path(),
                file.bytes(),
                file.event(),
                file.host(),
                file.start(),
                file.sequence(),
                file.previous(),
                file.records(),
                file.earliest(),
                file.latest(),
                file.named());
    }

    @Override
    public String start() {
        return files.start();
    }

    @Override
    public List<SealedFile> leftovers() throws IOException {
        return files.leftovers().stream().map(SealedSource::toUpload).toList();
    }

    @Override
    public Optional<Closeable> claim(String start) throws IOException {
        return files.claim(start);
    }

    @Override
    public boolean hold(SealedFile file) {
        return files.hold(toFile(file));
    }

    @Override
    public void release(SealedFile file) {
        files.release(toFile(file));
    }

    @Override
    public boolean isSealed(String sealedName) {
        return files.isSealed(sealedName);
    }

    @Override
    public void done(SealedFile file, boolean keep) throws IOException {
        files.done(toFile(file), keep);
    }

    @Override
    public void quarantine(SealedFile file, String reason) throws IOException {
        files.quarantine(toFile(file), reason);
    }

    @Override
    public void writeNote(String sealedName, byte[] note) throws IOException {
        files.writeNote(sealedName, note);
    }

    @Override
    public Optional<byte[]> readNote(String sealedName) throws IOException {
        return files.readNote(sealedName);
    }

    @Override
    public void deleteNote(String sealedName) throws IOException {
        files.deleteNote(sealedName);
    }

    @Override
    public void quarantineNote(String sealedName, String reason) throws IOException {
        files.quarantineNote(sealedName, reason);
    }

    @Override
    public List<String> notes() throws IOException {
        return files.notes();
    }

    @Override
    public Path manifest() {
        return files.manifest();
    }

    @Override
    public List<Path> manifests() throws IOException {
        return files.manifests();
    }

    @Override
    public void appendManifest(byte[] line) throws IOException {
        files.appendManifest(line);
    }

    @Override
    public void repeatManifest(byte[] line) throws IOException {
        files.repeatManifest(line);
    }
}
