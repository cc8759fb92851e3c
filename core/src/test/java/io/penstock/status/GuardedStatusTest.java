package io.penstock.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R2: the framework's status listeners are the application's, and may do anything. */
class GuardedStatusTest {
    private final List<String> heard = new ArrayList<>();
    private final StatusListener recorder = new StatusListener() {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            heard.add("ERROR " + message + " / " + cause);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            heard.add("WARN " + message + " / " + cause);
        }

        @Override
        public void info(String message) {
            heard.add("INFO " + message);
        }
    };

    @Test
    void whatAListenerThrowsEndsHere() {
        StatusListener guarded = GuardedStatus.of(new ThrowingListener());

        assertThatCode(() -> {
                    guarded.error("message", new IOException("cause"));
                    guarded.warn("message", null);
                    guarded.info("message");
                    new Reports(guarded).failure("Flushing", "payment", new OutOfMemoryError());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void reportsGuardTheListenerThemselves() {
        Reports reports = new Reports(new ThrowingListener());

        assertThatCode(() -> {
                    reports.error("cause", "message", null);
                    reports.warn("other cause", "message");
                    reports.over("cause", "over");
                    reports.ended("other cause", "ended");
                    reports.info("message");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anExpectedFailureIsTextAlone() {
        GuardedStatus.of(recorder).error("writing failed", new IOException("pwritev(fd=3): ENOSPC"));
        GuardedStatus.of(recorder).warn("x: pwritev(fd=3): EIO", new IOException("pwritev(fd=3): EIO"));

        assertThat(heard)
                .containsExactly(
                        "ERROR writing failed: java.io.IOException: pwritev(fd=3): ENOSPC / null",
                        "WARN x: pwritev(fd=3): EIO / null");
    }

    @Test
    void anUnexpectedFailureKeepsItsTrace() {
        IOException wrapping = new IOException("writing", new IllegalStateException("why"));

        GuardedStatus.of(recorder).error("failed", wrapping);

        assertThat(heard).containsExactly("ERROR failed / " + wrapping);
    }

    private static final class ThrowingListener implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            throw new IllegalStateException("listener");
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            throw new OutOfMemoryError("listener");
        }

        @Override
        public void info(String message) {
            throw new StackOverflowError("listener");
        }
    }
}
