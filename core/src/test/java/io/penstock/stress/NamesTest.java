package io.penstock.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import io.penstock.status.EventStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I13, I14: whatever the routing value is, and however many there are. */
class NamesTest {
    private static final int MAX_MEMORY = 8 << 20;

    private final Told told = new Told();

    @TempDir
    Path directory;

    private Path spool;

    private Penstock open() throws IOException {
        spool = Files.createDirectories(directory.resolve("a/b")).resolve("spool");
        return Setup.in(spool)
                .buffer("size", "64 KB")
                .buffer("shards", "1")
                .buffer("maxMemory", String.valueOf(MAX_MEMORY))
                .rotation("sync", "off")
                .open(told);
    }

    /** I14: no value leaves the directory, meets our own files or another event's, or fails an append. */
    @Test
    void hostileNamesAreEventsLikeOthers() throws Exception {
        String longName = "n".repeat(10_000);
        List<String> names = List.of(
                "../../tmp/x",
                "..",
                ".",
                "/etc/passwd",
                "a\0b",
                "\n",
                longName + "1",
                longName + "2",
                "\uD83D\uDE00\uD83D\uDE01",
                "\uD800",
                ".hidden",
                ".penstock",
                "sealed",
                "archived",
                "slot-0.lock",
                "payment.1",
                "payment",
                "payment.log",
                "payment.1.log",
                "con",
                "%00",
                "${jndi:x}",
                " ",
                "-rf *");
        Penstock penstock = open();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < names.size(); i++) {
                assertThat(penstock.append(names.get(i), i + " " + round + "\n"))
                        .isEqualTo(Append.ACCEPTED);
            }
        }
        assertThat(penstock.append("", "no name")).isEqualTo(Append.REFUSED_INVALID);
        Set<String> live = penstock.events();
        assertThat(penstock.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(live).allMatch(name -> name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}"));
        assertThat(live).contains("_hidden", "payment", "payment_1", "_penstock", "sealed");
        assertThat(live.stream().filter(name -> name.startsWith("nnn"))).hasSize(2);
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        assertThat(everything(directory)).allMatch(path -> path.startsWith("a/b/spool/"));
        assertThat(lines(spool))
                .containsExactlyInAnyOrderElementsOf(Stream.iterate(0, i -> i + 1)
                        .limit(3L * names.size())
                        .map(i -> i / 3 + " " + i % 3)
                        .toList());
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(3L * names.size());
        assertThat(penstock.stats().total().get("refusedInvalid")).isEqualTo(1);
    }

    /** I13: ten thousand values take no more events, files and memory than configured; what has no event of its own is counted, and is in the overflow event's file. */
    @Test
    void tenThousandNamesStayWithinTheBounds() throws Exception {
        Penstock penstock = open();
        int names = 10_000;
        long most = 0;
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < names; i++) {
                String line = "event " + i + " round " + round;
                expected.add(line);
                assertThat(penstock.append("user-" + i, line + "\n")).isEqualTo(Append.ACCEPTED);
                if (i % 500 == 0) {
                    most = Math.max(most, penstock.stats().total().get("memoryBytes"));
                    assertThat(penstock.events()).hasSizeLessThanOrEqualTo(66);
                    try (Stream<Path> files = Files.list(spool)) {
                        assertThat(files.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(66);
                    }
                }
            }
        }
        assertThat(most).isPositive().isLessThanOrEqualTo(MAX_MEMORY);
        assertThat(penstock.close(Duration.ofSeconds(60))).as("%s", told).isTrue();

        EventStats total = penstock.stats().total();
        assertThat(total.get("accepted")).isEqualTo(2L * names);
        List<String> overflow = Ledger.sealed(spool, "overflow").stream()
                .flatMap(NamesTest::linesOf)
                .toList();
        assertThat(total.get("overflowed")).isEqualTo(overflow.size()).isGreaterThanOrEqualTo(2L * (names - 64));
        assertThat(lines(spool)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** All names of files below, relative. */
    private static Set<String> everything(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> lines(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool.resolve("sealed"))) {
            return files.flatMap(NamesTest::linesOf).toList();
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file, UTF_8).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
