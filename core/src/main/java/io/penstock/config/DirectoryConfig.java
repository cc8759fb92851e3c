package io.penstock.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A directory as store: a mounted share, an archive disk.
 *
 * @param directory created if missing
 * @param maxAge of the files stored there; {@link Limits#UNLIMITED} when unlimited
 * @param maxTotalBytes of the files stored there; {@link Long#MAX_VALUE} when unlimited
 */
public record DirectoryConfig(Path directory, Duration maxAge, long maxTotalBytes) implements StoreConfig {
    /** What file systems give a name. */
    public static final int MOST_NAME_BYTES = 255;

    private static final int PART_BYTES = 1 << 20;

    static DirectoryConfig read(ElementReader upload) {
        return new DirectoryConfig(
                upload.require("directory", SpoolConfig.DIRECTORY, Path.of("")),
                upload.read("maxAge", RetentionConfig.MAX_AGE, Limits.UNLIMITED),
                upload.read("maxTotalSize", RetentionConfig.MAX_TOTAL_BYTES, Long.MAX_VALUE));
    }

    /** Whether one of the two directories holds the other, as far as their names say. */
    boolean overlaps(Path other) {
        Path here = directory.toAbsolutePath().normalize();
        Path there = other.toAbsolutePath().normalize();
        return here.startsWith(there) || there.startsWith(here);
    }

    @Override
    public int partBytes() {
        return PART_BYTES;
    }

    /** One: parts of a file follow each other, and a disk gains nothing from two files at once. */
    @Override
    public int concurrency() {
        return 1;
    }
}
