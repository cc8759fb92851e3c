package io.penstock.platform;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.util.Optional;

/**
 * The lock files that this JVM holds or is about to open, for all class loaders together. Any thread.
 *
 * <p>The table is one security property ({@link Security#setProperty}), a line {@code holder file} for each lock. The JDK
 * keeps security properties in a static field of its own, so every class loader reaches the same table, and unlike the
 * system properties nothing can replace it as a whole. The entries are strings: no class loader is held by them.
 */
final class LockRegistry {
    private static final String PROPERTY = "io.penstock.locks";

    /** Guards the property. A string constant is one object for all class loaders. */
    private static final Object MONITOR = PROPERTY;

    private LockRegistry() {}

    /** Enters the file unless it is in the table: then the holder that it was entered with. */
    static Optional<String> enter(Path file, String holder) {
        String end = ' ' + name(file) + '\n';
        synchronized (MONITOR) {
            String table = table();
            Optional<String> entered = table.lines()
                    .map(line -> line + '\n')
                    .filter(line -> line.endsWith(end))
                    .map(line -> line.substring(0, line.length() - end.length()))
                    .findFirst();
            if (entered.isEmpty()) {
                Security.setProperty(PROPERTY, table + holder + end);
            }
            return entered;
        }
    }

    /** Takes the file out of the table, whatever holder it was entered with. */
    static void leave(Path file) {
        String end = ' ' + name(file);
        synchronized (MONITOR) {
            StringBuilder left = new StringBuilder();
            table().lines()
                    .filter(line -> !line.endsWith(end))
                    .forEach(line -> left.append(line).append('\n'));
            Security.setProperty(PROPERTY, left.toString());
        }
    }

    private static String table() {
        String table = Security.getProperty(PROPERTY); // without the line end, which is trimmed
        return table == null || table.isEmpty() ? "" : table + '\n';
    }

    /** Without blanks and line ends, which may be part of a path. */
    private static String name(Path file) {
        return URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    }
}
