package io.penstock.upload.directory;

import io.penstock.platform.RegularFiles;
import io.penstock.platform.RegularFiles.NotRegularException;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Objects as plain files: a mounted share, an archive disk. An object has its name only when all of it is on the disk; no object is ever replaced; no
 * key leads out of the directory. What is found is read back, so that verification means the bytes.
 */
final class DirectoryStore implements ObjectStore {
    private static final int READ_BYTES = 64 * 1024;
    private static final int MOST_ATTEMPTS = 5;

    private final Path directory;
    private final KeyFiles files;
    private final Mount mount;
    private final Publication publication;
    private final StoredBounds bounds;
    private volatile boolean closed;

    /** @param directory as it is configured; the files' root is its real path */
    DirectoryStore(Path directory, KeyFiles files, Publication publication, StoredBounds bounds) {
        this.directory = directory;
        this.files = files;
        this.mount = new Mount(files.root());
        this.publication = publication;
        this.bounds = bounds;
    }

    @Override
    public String bucket() {
        return directory.toString();
    }

    @Override
    public int mostParts() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean wantsMd5() {
        return false;
    }

    /** Reads the object back. What is found is durable: a crash may have come between its name and the sync of its directory. */
    @Override
    public Optional<StoredObject> find(String key) throws StoreException {
        Path object = files.object(key);
        try {
            requireOpen();
            if (!files.hasFolder(key)) {
                return Optional.empty();
            }
            StoredObject found = readBack(object);
            files.sync(parentOf(object));
            return Optional.of(found);
        } catch (NotRegularException e) {
            throw noObject(e);
        } catch (NoSuchFileException e) {
            mount.requireThere();
            return Optional.empty();
        } catch (IOException e) {
            throw failure("find(key=" + key + ")", e);
        }
    }

    private static StoreException noObject(NotRegularException found) {
        return new StoreException(Kind.PERMANENT, "DirectoryUpload: " + found.getMessage(), found);
    }

    private StoredObject readBack(Path object) throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        byte[] bytes = new byte[READ_BYTES];
        try (InputStream in = RegularFiles.stream(object)) {
            for (int count; (count = in.read(bytes)) >= 0; size += count) {
                requireOpen();
                crc.update(bytes, 0, count);
            }
        }
        return new StoredObject(size, StoredObject.base64((int) crc.getValue()), null, null);
    }

    @Override
    public InputStream read(String key) throws StoreException {
        Path object = files.object(key);
        try {
            requireOpen();
            files.hasFolder(key);
            return RegularFiles.stream(object);
        } catch (NotRegularException e) {
            throw noObject(e);
        } catch (IOException e) {
            throw failure("read(key=" + key + ")", e);
        }
    }

    @Override
    public void put(String key, Part whole) throws StoreException {
        PartedUpload upload = begin(key);
        try {
            upload.send(whole);
        } catch (StoreException e) {
            upload.abort();
            throw e;
        }
        upload.complete();
    }

    @Override
    public PartedUpload begin(String key) throws StoreException {
        files.object(key);
        try {
            requireOpen();
            for (int attempt = 1; ; attempt++) {
                Path file = KeyFiles.temporary(files.makeFolder(key), key);
                try {
                    return new WrittenObject(this, key, file, RegularFiles.create(file));
                } catch (NoSuchFileException e) {
                    // a retention has removed the directory, as it was empty
                    if (attempt == MOST_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw failure("create(key=" + key + ")", e);
        }
    }

    @Override
    public void removeUnfinished(String key) throws StoreException {
        Path folder = parentOf(files.object(key));
        try {
            requireOpen();
            if (!files.hasFolder(key)) {
                return;
            }
            try (DirectoryStream<Path> unfinished =
                    Files.newDirectoryStream(folder, file -> KeyFiles.isTemporaryOf(file, key))) {
                for (Path file : unfinished) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw failure("removeUnfinished(key=" + key + ")", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Durable on return; false when there is an object. */
    boolean publish(Path file, String key) throws IOException {
        Path object = files.object(key);
        if (!publication.publish(file, object)) {
            return false;
        }
        files.sync(parentOf(object));
        bounds.stored();
        return true;
    }

    /** @throws StoreException the store is closed, or its directory has gone */
    void requireOpen() throws StoreException {
        if (closed) {
            throw new StoreException(Kind.TRANSIENT, "DirectoryUpload " + directory + " has been closed", null);
        }
        mount.requireThere();
    }

    StoreException failure(String what, IOException failure) {
        return mount.failure(what, failure);
    }

    private Path parentOf(Path object) {
        Path parent = object.getParent();
        return parent == null ? files.root() : parent;
    }
}
