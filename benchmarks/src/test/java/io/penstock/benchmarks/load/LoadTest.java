package io.penstock.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void workersShareAllRecords() {
        Load load = new Load(3, 100, 8, 4, 0, 0);

        assertThat(IntStream.range(0, 3).mapToLong(load::recordsOf).sum()).isEqualTo(100);
    }

    @Test
    void everyWorkerNumbersItsLinesPerKindFromOne() throws InterruptedException {
        Load load = new Load(2, 1000, 8, 4, 0, 0);
        List<Recorded> logs = new ArrayList<>();
        Workers workers = new Workers(load, () -> {
            Recorded log = new Recorded();
            logs.add(log);
            return log;
        });

        workers.run(lines -> {});

        assertThat(logs.stream().mapToInt(log -> log.lines.size()).sum()).isEqualTo(1000);
        assertThat(logs.get(0).lines).doesNotHaveDuplicates().contains("search #1");
        assertThat(workers.lastNumbers().stream()
                        .flatMapToLong(numbers -> java.util.Arrays.stream(numbers))
                        .sum())
                .isEqualTo(1000);
        assertThat(logs).allMatch(log -> log.event.isEmpty());
    }

    private static final class Recorded implements RequestLog {
        private final List<String> lines = new ArrayList<>();
        private String event = "";

        @Override
        public void begin(String begun) {
            event = begun;
        }

        @Override
        public void line(String ofEvent, long number, int customer, int amount, int millis) {
            assertThat(ofEvent).isEqualTo(event);
            lines.add(ofEvent + " #" + number);
        }

        @Override
        public void end() {
            event = "";
        }
    }
}
