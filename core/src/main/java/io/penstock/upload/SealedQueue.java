package io.penstock.upload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The spool as the uploader sees it: sealed files that wait, and a place for what must survive a crash. Any thread; every write is
 * durable on return.
 */
public interface SealedQueue {
    /** The start of the pipeline that this queue belongs to. Its own files are told by {@link Uploader#sealed}. */
    String start();

    /** Sealed files of starts that live no more, in this process or another, oldest first. What has no readable sidecar is quarantined. */
    List<SealedFile> leftovers() throws IOException;

    /** The right to upload the files of a start, against everybody who shares the spool; empty while another has it. */
    Optional<Closeable> claim(String start) throws IOException;

    /** Keeps retention from the file until {@link #release}; false when the file is gone. */
    boolean hold(SealedFile file);

    /** Leaves the file to retention again. */
    void release(SealedFile file);

    /** The file is stored and registered: deletes it, or moves it to {@code archived/}. Can be repeated. */
    void done(SealedFile file, boolean keep) throws IOException;

    /** Moves a file aside that can never be uploaded, and says so. */
    void quarantine(SealedFile file, String reason) throws IOException;

    /** Replaces what is noted of the upload of a sealed file, at once and as a whole. */
    void writeNote(String sealedName, byte[] note) throws IOException;

    Optional<byte[]> readNote(String sealedName) throws IOException;

    void deleteNote(String sealedName) throws IOException;

    /** Moves a note aside that is of no use to anybody, and says so. Does nothing when it is gone. */
    void quarantineNote(String sealedName, String reason) throws IOException;

    /** Whether the file is in {@code sealed/} now: a note without its file is swept, and only then. */
    boolean isSealed(String sealedName);

    /** Sealed names of which something is noted. */
    List<String> notes() throws IOException;

    /** The manifest's file; it need not exist. Made and appended to through {@link #appendManifest} only. */
    Path manifest();

    /** All of the manifest that there is: what was rotated out of {@link #manifest}, and that itself. */
    List<Path> manifests() throws IOException;

    /** Adds a line to the manifest, whole: after a line cut by a crash it begins a new one. */
    void appendManifest(byte[] line) throws IOException;

    /** After {@link #appendManifest} of this very line has failed: makes it durable where it stands already, else adds it. */
    void repeatManifest(byte[] line) throws IOException;
}
