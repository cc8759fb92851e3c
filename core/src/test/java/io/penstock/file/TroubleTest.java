package io.penstock.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private final ToldStatus status = new ToldStatus();
    private final AtomicLong now = new AtomicLong();
    private final Trouble trouble = new Trouble("Writing", "trying again", status, now::get);

    @Test
    void eachCauseIsToldOnceThenOnceAMinuteAndTheEndWithTheCount() {
        IOException full = new IOException("write(fd=1): ENOSPC");
        for (int i = 0; i < 100; i++) {
            trouble.failed("a", full);
            trouble.failed("b", new IOException("write(fd=2): ENOSPC"));
        }
        assertThat(status.told)
                .containsExactly("ERROR Writing failed for a, trying again: java.io.IOException: write(fd=1): ENOSPC");
        trouble.failed("b", new IOException("write(fd=2): EIO"));
        assertThat(status.told).hasSize(2);
        now.addAndGet(60_000_000_000L);
        trouble.failed("a", full);
        assertThat(status.told).hasSize(3).last().asString().contains("failed for a (failure 202)");

        trouble.healed("a");
        trouble.healed("c");
        assertThat(status.told).hasSize(3);
        trouble.healed("b");
        trouble.healed("b");
        assertThat(status.told).hasSize(4).last().isEqualTo("WARN Writing works again after 202 failures");
    }
}
