package io.penstock;

import io.penstock.config.DirectoryConfig;
import io.penstock.config.GcsConfig;
import io.penstock.config.Limits;
import io.penstock.config.PenstockConfig;
import io.penstock.config.S3Config;
import io.penstock.config.UploadConfig;
import io.penstock.file.Sealed;
import io.penstock.file.SealedFiles;
import io.penstock.file.SealedFilesListener;
import io.penstock.status.StatusListener;
import io.penstock.upload.StoreOpener;
import io.penstock.upload.UploadGauges;
import io.penstock.upload.Uploader;
import io.penstock.upload.directory.DirectoryOpener;
import io.penstock.upload.gcs.GcsOpener;
import io.penstock.upload.s3.S3Opener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The uploader of one pipeline, where one is configured: told of every file that is sealed, switched on and off by a reconfiguration, and left to itself where a stop does not wait for it. Any thread.
 */
final class Uploads implements SealedFilesListener {
    /** What a lingering uploader may still take for what it has begun when another takes its files over. */
    private static final Duration HANDOVER = Duration.ofSeconds(20);

    /** Those whose pipeline is closed, by spool. */
    private static final Map<Path, Uploads> LINGERING = new ConcurrentHashMap<>();

    private final Tally tally;
    private final StatusListener status;
    private volatile Duration shutdownTimeout = Duration.ZERO;
    private volatile @Nullable Uploader uploader;

    Uploads(Tally tally, StatusListener status) {
        this.tally = tally;
        this.status = status;
    }

    /** Takes other settings with the next file; none switches uploads off, and what waits goes on waiting. */
    synchronized void configure(PenstockConfig all, SealedFiles files) {
        shutdownTimeout = all.lifecycle().shutdownTimeout();
        UploadConfig config = all.upload();
        Uploader running = uploader;
        if (config == null) {
            uploader = null;
            if (running != null) {
                running.stop(Duration.ZERO);
            }
            breakOffLingering(files.directory());
        } else if (running != null) {
            running.reconfigure(config, opener(config));
        } else {
            uploader = Uploader.open(config, opener(config), new SealedSource(files), tally::counters, status);
            takeOver(config, files.directory());
        }
    }

    /** As {@link #configure}; uploads that are switched on take up what was sealed before, too. */
    synchronized void reconfigure(PenstockConfig all, SealedFiles files) {
        boolean wereOff = uploader == null;
        configure(all, files);
        if (wereOff && uploader != null) {
            background(() -> announceOwn(files));
        }
    }

    private StoreOpener opener(UploadConfig config) {
        if (config.store() instanceof S3Config s3) {
            return new S3Opener(s3);
        }
        if (config.store() instanceof GcsConfig gcs) {
            return new GcsOpener(gcs);
        }
        DirectoryConfig directory = (DirectoryConfig) config.store();
        return new DirectoryOpener(directory, config, status);
    }

    /** What was sealed before there was an uploader to tell. */
    private void announceOwn(SealedFiles files) {
        try {
            files.own().forEach(this::sealed);
        } catch (IOException e) {
            status.warn("Files that were sealed before uploads were configured wait for the next start: " + e, e);
        }
    }

    /** An uploader that an earlier pipeline of this process left here finishes what it has begun; the rest becomes ours. */
    private void takeOver(UploadConfig config, Path directory) {
        Uploads before = config.uploadOnStart() ? LINGERING.remove(directory) : null;
        if (before != null) {
            background(() -> {
                before.stop(HANDOVER);
                recovered();
            });
        }
    }

    /** Switched off is also what an earlier pipeline of this process left here. */
    private static void breakOffLingering(Path directory) {
        Uploads before = LINGERING.remove(directory);
        if (before != null) {
            background(() -> {
                before.stop(Duration.ZERO);
                ExitFlush.endIfUnused();
            });
        }
    }

    /** Goes on after the pipeline's end until nothing is left that can be uploaded. */
    void linger(Path directory) {
        if (uploader == null) {
            return;
        }
        Uploads before = LINGERING.put(directory, this);
        background(() -> {
            if (before != null) {
                before.stop(HANDOVER);
            }
            finish(Limits.UNLIMITED);
            if (LINGERING.remove(directory, this)) {
                stop(Duration.ZERO);
            }
            ExitFlush.endIfUnused();
        });
    }

    static boolean areLingering() {
        return !LINGERING.isEmpty();
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "penstock-uploads-aside");
        thread.setDaemon(true);
        thread.start();
    }

    /** At the JVM's end: what earlier pipelines left has as much time as the present ones. */
    static Iterable<Uploads> lingering() {
        return LINGERING.values();
    }

    /** Waits for what can be uploaded; true when that is done. */
    boolean finish(Duration timeout) {
        Uploader running = uploader;
        return running == null || running.finish(timeout);
    }

    /** Breaks off what is not done within {@code timeout}; the rest waits on the disk. */
    void stop(Duration timeout) {
        Uploader running = uploader;
        if (running != null) {
            running.finish(timeout);
            running.stop(Duration.ZERO);
        }
    }

    /** What lingers at the JVM's end has the time of its own configuration. */
    void finishAtExit() {
        finish(shutdownTimeout);
    }

    UploadGauges gauges() {
        Uploader running = uploader;
        return running == null ? UploadGauges.NOTHING : running.gauges();
    }

    UploadGauges gauges(String event) {
        Uploader running = uploader;
        return running == null ? UploadGauges.NOTHING : running.gauges(event);
    }

    @Override
    public void sealed(Sealed file) {
        Uploader running = uploader;
        if (running != null) {
            running.sealed(SealedSource.toUpload(file));
        }
    }

    @Override
    public void recovered() {
        Uploader running = uploader;
        if (running != null) {
            running.lookForLeftovers();
        }
    }

    @Override
    public void removed(String sealedName) {
        Uploader running = uploader;
        if (running != null) {
            running.removed(sealedName);
        }
    }
}
