package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.penstock.Append;
import io.penstock.Penstock;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendAllocationTest {
    private static final int RECORDS = 200_000;

    @TempDir
    Path directory;

    /** I5: an append allocates nothing; what remains is one queue chunk now and then, and the compiler's own doing. */
    @Test
    void appendAllocatesNothing() throws Exception {
        Penstock penstock = Setup.in(directory).buffer("size", "32 MB").open(new Told());
        byte[] line = "payment accepted, 100 EUR, customer 4711, after 12 ms\n".getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        append(penstock, line);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            append(penstock, line);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(penstock.flush(Duration.ofSeconds(30))).isTrue();
        }
        assertThat(penstock.close(Duration.ofSeconds(30))).isTrue();

        assertThat(least).as("bytes allocated for %d records", RECORDS).isLessThan(RECORDS / 10);
    }

    private static void append(Penstock penstock, byte[] line) {
        for (int i = 0; i < RECORDS; i++) {
            assertAccepted(penstock.append("payment", 1, false, line, 0, line.length));
        }
    }

    private static void assertAccepted(Append outcome) {
        if (outcome != Append.ACCEPTED) {
            throw new AssertionError(outcome);
        }
    }
}
