package io.penstock.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a figure was measured on.
 *
 * @param memoryGigabytes of the machine or container
 * @param filesystem type of the one that was written to
 */
public record Machine(int cores, String processor, long memoryGigabytes, String jdk, String kernel, String filesystem) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This machine, writing to {@code directory}, which must exist. */
    public static Machine here(Path directory) throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                Math.round(system.getTotalMemorySize() / 0x1p30),
                System.getProperty("java.vendor") + " JDK " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Files.getFileStore(directory).type());
    }

    /** One line for people. */
    public String describe() {
        return "%d cores (%s), %d GB, %s, %s, %s".formatted(cores, processor, memoryGigabytes, jdk, kernel, filesystem);
    }

    private static String processorName() throws IOException {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        }
    }
}
