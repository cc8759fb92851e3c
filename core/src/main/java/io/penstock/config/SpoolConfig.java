package io.penstock.config;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * @param fileGroup group of every file, or null for the process's own
 */
public record SpoolConfig(
        Path directory,
        String host,
        DirectIo directIo,
        Set<PosixFilePermission> filePermissions,
        @Nullable String fileGroup) {
    public enum DirectIo {
        AUTO,
        ON,
        OFF
    }
}
