package io.penstock.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The upload elements of an appender: at most one is enabled, and only an enabled one is read; a disabled one may say whatever it likes, since what it says may come from variables that are set
 * where it is enabled.
 */
final class Uploads {
    private final ElementReader appender;
    private final SpoolConfig spool;
    private final long largestFileBytes;
    private final Machine machine;

    /** @param largestFileBytes that rotation lets a file become */
    Uploads(ElementReader appender, SpoolConfig spool, long largestFileBytes, Machine machine) {
        this.appender = appender;
        this.spool = spool;
        this.largestFileBytes = largestFileBytes;
        this.machine = machine;
    }

    /** The enabled upload; of several, which are a problem, the first. */
    @Nullable
    UploadConfig read() {
        List<UploadConfig> enabled = new ArrayList<>();
        for (ElementReader upload : appender.children()) {
            Optional<StoreConfig> store = isEnabled(upload) ? store(upload) : Optional.empty();
            if (store.isPresent()) {
                if (!enabled.isEmpty()) {
                    upload.refuse("at most one upload can be enabled");
                }
                UploadConfig config = UploadConfig.read(upload, store.get());
                checkLibraries(upload, config);
                if (config.store() instanceof DirectoryConfig) {
                    config.checkNames(upload, spool.host());
                }
                enabled.add(config);
            }
        }
        return enabled.isEmpty() ? null : enabled.get(0);
    }

    private static boolean isEnabled(ElementReader upload) {
        return upload.read("enabled", WordText.BOOLEAN, true) && !upload.isWrong("enabled");
    }

    /** Empty for an element that is no upload. */
    private Optional<StoreConfig> store(ElementReader upload) {
        return switch (upload.kind()) {
            case S3_UPLOAD -> Optional.of(s3(upload));
            case GCS_UPLOAD -> Optional.of(gcs(upload));
            case DIRECTORY_UPLOAD -> Optional.of(directory(upload));
            default -> Optional.empty();
        };
    }

    private StoreConfig s3(ElementReader upload) {
        require(OptionalLibrary.S3, upload);
        S3Config store = S3Config.read(upload);
        checkHeap(upload, "partSize", store);
        if (largestFileBytes / S3Config.MOST_PARTS >= store.partBytes()) {
            String size =
                    largestFileBytes == Long.MAX_VALUE ? "unlimited" : "up to " + SizeText.shown(largestFileBytes);
            upload.refuseFirst(
                    "rotation lets files be " + size + ", but " + S3Config.MOST_PARTS
                            + " parts, the most of an object, hold "
                            + SizeText.shown((long) store.partBytes() * S3Config.MOST_PARTS)
                            + "; raise partSize, or lower the rotation's size",
                    "partSize");
        }
        return store;
    }

    private StoreConfig gcs(ElementReader upload) {
        require(OptionalLibrary.GCS, upload);
        GcsConfig store = GcsConfig.read(upload);
        checkHeap(upload, "chunkSize", store);
        return store;
    }

    private StoreConfig directory(ElementReader upload) {
        DirectoryConfig store = DirectoryConfig.read(upload);
        if (upload.isGood("directory") && appender.isGood("directory") && store.overlaps(spool.directory())) {
            upload.refuse(
                    "directory",
                    "must not be the appender's directory, nor lie in it, nor hold it: "
                            + Problem.line(spool.directory().toString()));
        }
        return store;
    }

    private void checkHeap(ElementReader upload, String partSetting, StoreConfig store) {
        long inFlight = (long) store.partBytes() * store.concurrency();
        // some collectors leave a survivor space out of the figure, about a thirtieth of the heap
        if (inFlight > machine.heapBytes() / 2 + machine.heapBytes() / 32) {
            upload.refuseFirst(
                    partSetting + " times concurrency is " + SizeText.shown(inFlight)
                            + ", more than half of the JVM's heap of " + SizeText.shown(machine.heapBytes())
                            + "; lower one of them, or raise -Xmx",
                    partSetting,
                    "concurrency");
        }
    }

    private void checkLibraries(ElementReader upload, UploadConfig config) {
        if (config.compression() == UploadConfig.Compression.ZSTD) {
            require(OptionalLibrary.ZSTD, upload, "compression");
        }
        if (!config.encryptTo().isEmpty()) {
            require(OptionalLibrary.AGE, upload, "encryptTo");
            require(OptionalLibrary.AGE_RECIPIENTS, upload, "encryptTo");
        }
    }

    private void require(OptionalLibrary library, ElementReader upload, String... setting) {
        if (!library.isOn(machine)) {
            upload.refuseFirst(library.missing(), setting);
        }
    }
}
