package io.penstock.benchmarks.transfer;

import io.penstock.config.ElementKind;
import java.util.Locale;
import java.util.Map;

/** What is compared. */
public enum Transfer {
    PENSTOCK("Penstock S3Upload", "none", "none"),
    TRANSFER_MANAGER("SDK transfer manager, nothing checked", "none", "none"),
    TRANSFER_MANAGER_CHECKED("SDK transfer manager, with the SDK's checksums", "none", "none"),
    ONE_STREAM("SDK S3Client, putObject in one stream", "none", "none"),
    PENSTOCK_ZSTD("Penstock S3Upload, zstd", "zstd", "none"),
    PENSTOCK_ZSTD_AGE("Penstock S3Upload, zstd, age", "zstd", "age"),
    PENSTOCK_DIRECTORY("Penstock DirectoryUpload", "none", "none");

    private final String title;
    private final String compression;
    private final String encryption;

    Transfer(String title, String compression, String encryption) {
        this.title = title;
        this.compression = compression;
        this.encryption = encryption;
    }

    /** What people read in tables. */
    public String title() {
        return title;
    }

    /** {@code none} or {@code zstd}. */
    public String compression() {
        return compression;
    }

    /** {@code none} or {@code age}. */
    public String encryption() {
        return encryption;
    }

    public boolean isPenstock() {
        return name().startsWith("PENSTOCK");
    }

    /** Whether the object is a file of a directory. */
    public boolean isToDirectory() {
        return this == PENSTOCK_DIRECTORY;
    }

    /** A name for directories. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    FileTransfer how() {
        return switch (this) {
            case PENSTOCK -> new UploaderTransfer(ElementKind.S3_UPLOAD, Map.of());
            case TRANSFER_MANAGER -> SdkTransfers::transferManager;
            case TRANSFER_MANAGER_CHECKED -> SdkTransfers::checkedTransferManager;
            case ONE_STREAM -> SdkTransfers::oneStream;
            case PENSTOCK_ZSTD -> new UploaderTransfer(ElementKind.S3_UPLOAD, Map.of("compression", "zstd"));
            case PENSTOCK_ZSTD_AGE ->
                new UploaderTransfer(ElementKind.S3_UPLOAD, Map.of("compression", "zstd", "encryptTo", "recipient"));
            case PENSTOCK_DIRECTORY -> new UploaderTransfer(ElementKind.DIRECTORY_UPLOAD, Map.of());
        };
    }
}
