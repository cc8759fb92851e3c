package io.penstock.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.status.Reports;
import io.penstock.status.StatusListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator reads when uploads fail. */
class TroublesTest {
    private final List<String> told = new ArrayList<>();
    private final Troubles troubles = new Troubles(new Reports(new StatusListener() {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            told.add("ERROR " + message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            told.add("WARN " + message);
        }

        @Override
        public void info(String message) {
            told.add("INFO " + message);
        }
    }));

    private static WaitingFile file(int number) {
        SealedFile file = new SealedFile(
                "payment_" + number + ".log",
                Path.of("payment_" + number + ".log"),
                1,
                "payment",
                "host",
                "start",
                number,
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
        return new WaitingFile(file, 0, new Registered(UploaderFixture.noQueue(), Set.of()));
    }

    private void failed(WaitingFile file) {
        file.progress.failures++;
        troubles.failed(
                file, Outcome.TRANSIENT, new StoreException(StoreException.Kind.TRANSIENT, "no connection", null));
    }

    /** Every probe of an outage may be another file's first failure. */
    @Test
    void anOutageIsToldThoughNoFileFailsTwice() {
        for (int i = 0; i < 100; i++) {
            failed(file(i));
        }
        assertThat(told).singleElement().asString().contains("no connection").contains("trying again");

        troubles.succeeded(file(0));
        assertThat(told).hasSize(2).last().asString().contains("uploads work again");
    }

    @Test
    void whatPassesSoonIsNotTold() {
        for (int i = 0; i < 100; i++) {
            failed(file(i));
            failed(file(i));
            troubles.succeeded(file(i));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void oneFileThatGoesOnFailingIsToldThoughOthersGetThrough() {
        WaitingFile bad = file(0);
        for (int i = 1; i < 10; i++) {
            failed(bad);
            troubles.succeeded(file(i));
        }
        assertThat(told).isNotEmpty().first().asString().contains("payment_0.log");
    }
}
