package io.penstock.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of this host for file names, object keys and the manifest. */
final class HostName {
    static final int LONGEST = 64;

    /** A host name that can stand in any file name and key. */
    static final ValueParser<String> HOST = text -> {
        if (!isSafe(text)) {
            throw new BadValue(
                    "must be 1 to " + LONGEST + " ASCII letters, digits, '.', '_' or '-', and not begin with '.'");
        }
        return text;
    };

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0," + (LONGEST - 1) + "}");

    private HostName() {}

    /** The kernel's host name, else the environment's, else {@code localhost}: the first that is fit for names. A kernel without a name says {@code (none)}. */
    static String here() {
        return firstSafe(kernel(), Optional.ofNullable(System.getenv("HOSTNAME")));
    }

    static String firstSafe(Optional<String> kernel, Optional<String> environment) {
        return kernel.map(String::strip)
                .filter(HostName::isSafe)
                .or(() -> environment.map(String::strip).filter(HostName::isSafe))
                .orElse("localhost");
    }

    private static boolean isSafe(String name) {
        return SAFE.matcher(name).matches();
    }

    private static Optional<String> kernel() {
        try {
            return Optional.of(Files.readString(KERNEL));
        } catch (IOException | SecurityException noSuchFile) {
            return Optional.empty();
        }
    }
}
