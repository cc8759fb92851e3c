package io.penstock.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory this process can have: what the machine has, or the lowest limit of a control group above the process (cgroup v1 and v2), whichever is less.
 */
final class MachineMemory {
    private static final long UNKNOWN_BYTES = 4L << 30;

    private MachineMemory() {}

    static long here() {
        return least(machineBytes(), Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    /**
     * @param machineBytes the machine's memory
     * @param membership lines {@code id:controllers:path}, as in /proc/self/cgroup
     * @param mount where the control groups are mounted
     */
    static long least(long machineBytes, Path membership, Path mount) {
        long least = machineBytes;
        for (String line : lines(membership)) {
            String[] fields = line.split(":", 3);
            if (fields.length < 3) {
                continue;
            }
            if (fields[1].isEmpty()) {
                least = Math.min(least, leastUpwards(mount, fields[2], "memory.max"));
            } else if (List.of(fields[1].split(",")).contains("memory")) {
                least = Math.min(least, leastUpwards(mount.resolve("memory"), fields[2], "memory.limit_in_bytes"));
            }
        }
        return least;
    }

    /** The group's own directory is often not visible inside a container; its ancestors are tried all the same, up to the mount. */
    private static long leastUpwards(Path mount, String group, String file) {
        long least = Long.MAX_VALUE;
        Path relative = Path.of("/").relativize(Path.of("/" + group).normalize());
        for (Path at = mount.resolve(relative); at != null && at.startsWith(mount); at = at.getParent()) {
            least = Math.min(least, limit(at.resolve(file)).orElse(Long.MAX_VALUE));
        }
        return least;
    }

    private static OptionalLong limit(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,18}")) {
            return OptionalLong.empty(); // "max", or v1's almost 2^63: no limit
        }
        long bytes = Long.parseLong(lines.get(0).strip());
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException | UncheckedIOException | SecurityException unreadable) {
            return List.of();
        }
    }

    private static long machineBytes() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            long bytes = system.getTotalMemorySize();
            return bytes > 0 ? bytes : UNKNOWN_BYTES;
        }
        return UNKNOWN_BYTES;
    }
}
