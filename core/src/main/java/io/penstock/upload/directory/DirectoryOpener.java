package io.penstock.upload.directory;

import io.penstock.config.DirectoryConfig;
import io.penstock.config.UploadConfig;
import io.penstock.platform.NoReplaceMove;
import io.penstock.platform.Platform;
import io.penstock.status.StatusListener;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoreOpener;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens a directory as store. Creates it if it is missing, the first time in this process, and never again: it may be a mount that has gone. Any thread. */
public final class DirectoryOpener implements StoreOpener {
    /** Known to all openers: each change of the configuration, and each new pipeline, comes with one of its own. */
    private static final Set<Path> CREATED = ConcurrentHashMap.newKeySet();

    private final DirectoryConfig config;
    private final OurKeys ours;
    private final StatusListener status;

    /**
     * Touches nothing yet.
     *
     * @param upload its keys tell to which files the directory's bounds apply
     */
    public DirectoryOpener(DirectoryConfig config, UploadConfig upload, StatusListener status) {
        this.config = config;
        this.ours = OurKeys.of(upload);
        this.status = status;
    }

    @Override
    public ObjectStore open() throws StoreException {
        return open(new NoReplaceMove(Platform.get().fileCalls())::move);
    }

    DirectoryStore open(Publication.Mover mover) throws StoreException {
        Path directory = config.directory().toAbsolutePath();
        try {
            if (!CREATED.contains(directory)) {
                KeyFiles.create(directory);
                CREATED.add(directory);
            }
            KeyFiles files = new KeyFiles(directory.toRealPath());
            StoredBounds bounds = new StoredBounds(files, config, ours, status, InstantSource.system());
            return new DirectoryStore(directory, files, new Publication(mover), bounds);
        } catch (NoSuchFileException e) {
            throw new StoreException(Kind.TRANSIENT, "DirectoryUpload " + directory + ": it is not there any more", e);
        } catch (IOException e) {
            throw new StoreException(Kind.PERMANENT, "DirectoryUpload " + directory + " cannot be opened: " + e, e);
        }
    }
}
