package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The application takes all direct memory, and gives it back later. Without JNA the buffers are direct memory too. */
final class MemoryRefusedScenario {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] RECORD = "a line\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private MemoryRefusedScenario() {}

    /** Argument: the directory. */
    public static void main(String[] arguments) throws Exception {
        Told told = new Told();
        Penstock penstock = Setup.in(Path.of(arguments[0]))
                .buffer("size", "32 MB")
                .buffer("maxMemory", "64 MB")
                .open(told);
        List<ByteBuffer> hog = takeAll();
        int attempted = 0;
        for (int i = 0; i < 100; i++) {
            for (String event : List.of("payment", "login", "default")) {
                Append outcome = penstock.append(event, RECORD);
                assertThat(outcome).isIn(Append.ACCEPTED, Append.DROPPED_FULL);
                attempted++;
            }
        }
        EventStats total = penstock.stats().total();
        assertThat(total.get("accepted") + total.get("droppedFull")).isEqualTo(attempted);
        assertThat(penstock.events()).doesNotContain("payment", "login").contains("overflow", "default");
        assertThat(told.contains("the system refuses memory")).as("%s", told).isTrue();
        assertThat(told.contains("-XX:MaxDirectMemorySize")).as("%s", told).isTrue();

        hog.clear();
        Awaitility.await().atMost(LONG).until(() -> {
            Append unused = penstock.append("payment", RECORD);
            return penstock.events().contains("payment");
        });
        assertThat(penstock.close(LONG)).as("%s", told).isTrue();
    }

    private static List<ByteBuffer> takeAll() {
        List<ByteBuffer> all = new ArrayList<>();
        for (int size = 1 << 20; size >= 16 * 1024; size /= 4) {
            try {
                while (all.size() < 100_000) {
                    all.add(ByteBuffer.allocateDirect(size));
                }
            } catch (OutOfMemoryError e) {
                // the next size; what is left is enough for the JDK itself, not for a buffer
            }
        }
        return all;
    }
}
