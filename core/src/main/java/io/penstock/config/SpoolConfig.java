package io.penstock.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the files are, and what is common to all of them.
 *
 * @param directory the spool, as configured: it need not exist and may be relative
 * @param host 1 to 64 ASCII letters, digits, {@code .}, {@code _}, {@code -}; does not begin with a dot
 * @param directIo whether O_DIRECT is used
 * @param filePermissions of every file; the owner can read and write. New directories get them too, and an {@code x} for
 *     each of owner, group and others that may read
 * @param fileGroup group of every file, or null for the process's own
 */
public record SpoolConfig(
        Path directory,
        String host,
        DirectIo directIo,
        Set<PosixFilePermission> filePermissions,
        @Nullable String fileGroup) {
    /** Whether files are written past the page cache. */
    public enum DirectIo {
        /** Where the directory allows it. */
        AUTO,
        /** Always; the pipeline does not start where it cannot be had. */
        ON,
        /** Never. */
        OFF
    }

    /** What the frameworks' file appenders replace in a file's name: {@code %d{yyyy-MM-dd}}, {@code %event{…}}. */
    private static final Pattern CONVERSION = Pattern.compile("%[a-zA-Z]+\\{");

    /** A directory, which need not exist. */
    static final ValueParser<Path> DIRECTORY = text -> {
        if (CONVERSION.matcher(text).find()) {
            throw new BadValue(
                    "must be a plain path: no date or other pattern is replaced in it. Files are named by event and time of themselves, "
                            + "objects by keyPattern");
        }
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException notAPath) {
            throw new BadValue("must be a path: " + Problem.line(notAPath.getReason()));
        }
        throw new BadValue("must not be empty");
    };

    private static final ValueParser<Set<PosixFilePermission>> PERMISSIONS = text -> {
        try {
            Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(text);
            if (permissions.containsAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))) {
                return permissions;
            }
        } catch (IllegalArgumentException notPermissions) {
            throw new BadValue("must be nine characters such as rw-r-----");
        }
        throw new BadValue("must let the owner read and write, as in rw-r-----");
    };

    private static final ValueParser<Optional<String>> GROUP = text -> {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValue("must be the name of a group; leave it out for the process's own");
        }
        return Optional.of(text);
    };

    /** Copies the permissions. */
    public SpoolConfig {
        filePermissions = Set.copyOf(filePermissions);
    }

    static SpoolConfig read(ElementReader appender, Machine machine) {
        Path directory = appender.require("directory", DIRECTORY, Path.of(""));
        String host = appender.read("host", HostName.HOST, machine.host());
        return appender.only(
                ElementKind.ROTATION,
                rotation -> new SpoolConfig(
                        directory,
                        host,
                        rotation.read("directIo", WordText.oneOf(DirectIo.class), DirectIo.AUTO),
                        rotation.read("filePermissions", PERMISSIONS, PosixFilePermissions.fromString("rw-r-----")),
                        rotation.read("fileGroup", GROUP, Optional.<String>empty())
                                .orElse(null)));
    }
}
