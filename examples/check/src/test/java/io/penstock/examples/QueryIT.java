package io.penstock.examples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that uploads its log and queries the objects, run as a user runs it. */
class QueryIT {
    private static final Map<String, Long> LOGGED = Map.of("payment", 5000L, "login", 3000L);

    @TempDir
    static Path work;

    private static List<String> printed;

    @BeforeAll
    static void runTheExample() throws IOException, InterruptedException {
        printed = Example.run(work, "query", work.toString()).lines().toList();
    }

    /** I1, I11: every record is in an object and in the manifest, once, and no sealed file stays behind. */
    @Test
    void objectsAndManifestHoldEveryRecord() throws IOException {
        assertThat(sums(table("Records by event and hour"), "records")).isEqualTo(LOGGED);
        assertThat(sums(table("By the manifest"), "records")).isEqualTo(LOGGED);
        assertThat(sums(table("By the manifest"), "objects"))
                .isEqualTo(sums(table("Records by event and hour"), "objects"))
                .allSatisfy((event, objects) -> assertThat(objects).as(event).isGreaterThan(1));
        assertThat(printed).last().isEqualTo("Every record is there, once.");
        try (Stream<Path> sealed = Files.list(work.resolve("logs/sealed"))) {
            assertThat(sealed).isEmpty();
        }
    }

    @Test
    void fieldsOfTheRecordsAreColumns() {
        assertThat(table("Slowest payments"))
                .extracting(row -> row.get("customer") + " " + row.get("millis"))
                .containsExactly("5000 6000", "4000 5000", "3000 4000", "2000 3000", "1000 2000");
    }

    /** The rows under this title, each by the names in the head. */
    private static List<Map<String, String>> table(String title) {
        List<String> lines = printed.stream()
                .dropWhile(line -> !line.equals(title))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
        assertThat(lines).as(String.join("\n", printed)).hasSizeGreaterThan(1);
        List<String> head = cells(lines.get(0));
        return lines.stream().skip(1).map(line -> row(head, cells(line))).toList();
    }

    private static Map<String, String> row(List<String> head, List<String> cells) {
        Map<String, String> row = new HashMap<>();
        for (int column = 0; column < head.size(); column++) {
            row.put(head.get(column), cells.get(column));
        }
        return row;
    }

    private static List<String> cells(String line) {
        return List.of(line.strip().split(" +"));
    }

    private static Map<String, Long> sums(List<Map<String, String>> table, String column) {
        return table.stream()
                .collect(groupingBy(row -> row.get("event"), summingLong(row -> Long.parseLong(row.get(column)))));
    }
}
