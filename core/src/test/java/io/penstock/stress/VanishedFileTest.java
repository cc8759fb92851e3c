package io.penstock.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Append;
import io.penstock.Penstock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * I1 and I2 where others remove, move, truncate or replace what is being written: accepted = in sealed files + lostRemoved, nothing is sealed twice, and no NUL is ever sealed.
 */
class VanishedFileTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Told told = new Told();

    @TempDir
    Path temporary;

    private Path directory;
    private Path live;

    /** What others do to a live file. */
    private enum Deed {
        REMOVE {
            @Override
            void to(Path live, int round) throws IOException {
                Files.deleteIfExists(live);
            }
        },
        /** {@code logrotate} with {@code create}. */
        MOVE {
            @Override
            void to(Path live, int round) throws IOException {
                Files.move(live, live.resolveSibling("rotated." + round));
                Files.createFile(live);
            }
        },
        /** {@code logrotate} with {@code copytruncate}. */
        COPY_AND_TRUNCATE {
            @Override
            void to(Path live, int round) throws IOException {
                Files.copy(live, live.resolveSibling("rotated." + round));
                TRUNCATE.to(live, round);
            }
        },
        /** {@code > payment.log}. */
        TRUNCATE {
            @Override
            void to(Path live, int round) throws IOException {
                FileChannel.open(live, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        },
        /** Inode and length are as before: the hole alone tells. */
        HOLLOW {
            @Override
            void to(Path live, int round) throws IOException {
                try (RandomAccessFile file = new RandomAccessFile(live.toFile(), "rw")) {
                    long length = file.length();
                    file.setLength(0);
                    file.setLength(length);
                }
            }
        },
        /** {@code sed -i}, an editor. */
        REPLACE {
            @Override
            void to(Path live, int round) throws IOException {
                Path other = Files.write(live.resolveSibling("other"), new byte[3000]);
                Files.move(other, live, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        /** {@code echo >>}. */
        APPEND {
            @Override
            void to(Path live, int round) throws IOException {
                Files.write(live, new byte[10], StandardOpenOption.APPEND);
            }
        },
        /** A clean-up job. */
        REMOVE_DIRECTORY {
            @Override
            void to(Path live, int round) throws IOException {
                removeTree(live.getParent());
            }
        },
        MOVE_DIRECTORY {
            @Override
            void to(Path live, int round) throws IOException {
                Path directory = live.getParent();
                Files.move(directory, directory.resolveSibling("moved." + round));
            }
        };

        abstract void to(Path live, int round) throws IOException;
    }

    @BeforeEach
    void chooseDirectory() {
        directory = temporary.resolve("spool");
        live = directory.resolve("payment.log");
    }

    private Setup setup(String directIo) {
        return Setup.in(directory).rotation("directIo", directIo).rotation("size", "unlimited");
    }

    /** Of quiet events it is noticed by itself. One message says what is lost, and what follows goes to a new file. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void whatIsDoneToAQuietFileIsNoticedCountedAndSaidOnce(String directIo) throws Exception {
        List<Deed> deeds = List.of(Deed.REMOVE, Deed.MOVE, Deed.TRUNCATE, Deed.REPLACE);
        Penstock penstock = setup(directIo).open(told);
        for (Deed deed : deeds) {
            append(penstock, deed.name(), 0, 100);
        }
        assertThat(penstock.flush(LONG)).isTrue();
        for (Deed deed : deeds) {
            deed.to(directory.resolve(deed + ".log"), deed.ordinal());
        }
        for (Deed deed : deeds) {
            assertGoesOn(penstock, deed.name());
        }
        assertThat(penstock.close(TIMEOUT)).as("%s", told).isTrue();

        for (Deed deed : deeds) {
            assertThat(sealedContent(deed.name())).isEqualTo(lines(100, 150));
        }
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(600);
        assertThat(lost(penstock)).isEqualTo(400);
        assertThat(told.count("100 records in it are lost")).as("%s", told).isEqualTo(4);
        assertThat(told.contains("works again")).as("%s", told).isFalse();
        assertNoHiddenFiles();
    }

    @ParameterizedTest
    @CsvSource({"REMOVE_DIRECTORY,auto", "MOVE_DIRECTORY,off"})
    void aDirectoryThatIsGoneIsMadeAgainWithAllThatIsQuietInIt(Deed deed, String directIo) throws Exception {
        Penstock penstock = setup(directIo).open(told);
        append(penstock, "payment", 0, 100);
        append(penstock, "login", 0, 100);
        assertThat(penstock.flush(LONG)).isTrue();
        deed.to(live, 0);
        assertGoesOn(penstock, "payment");
        assertGoesOn(penstock, "login");
        assertThat(directory.resolve("sealed")).isDirectory();
        assertThat(penstock.close(TIMEOUT)).as("%s", told).isTrue();

        assertThat(sealedContent("payment")).isEqualTo(lines(100, 150));
        assertThat(sealedContent("login")).isEqualTo(lines(100, 150));
        assertThat(lost(penstock)).isEqualTo(200);
        assertNoHiddenFiles();
    }

    /** The event has lost its 100 records and has a new file. */
    private void assertGoesOn(Penstock penstock, String event) throws IOException {
        Path file = directory.resolve(event + ".log");
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(penstock.stats().events().get(event).get("lostRemoved"))
                    .as("%s", told)
                    .isEqualTo(100);
            assertThat(file).as("%s", told).isEmptyFile();
        });
        append(penstock, event, 100, 150);
        assertThat(penstock.flush(LONG)).isTrue();
        assertThat(Files.readString(file)).isEqualTo(lines(100, 150));
    }

    /** Bytes that somebody else added would be sealed as ours: the next write finds them. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void bytesOfSomebodyElseAreNotSealed(String directIo) throws Exception {
        Penstock penstock = setup(directIo).open(told);
        append(penstock, "payment", 0, 100);
        assertThat(penstock.flush(LONG)).isTrue();
        Deed.APPEND.to(live, 0);
        append(penstock, "payment", 100, 150);
        assertThat(penstock.close(TIMEOUT)).as("%s", told).isTrue();

        assertThat(sealedContent()).isEqualTo(lines(100, 150));
        assertThat(lost(penstock)).isEqualTo(100);
        assertThat(directory.resolve(".penstock/quarantine")).isDirectoryContaining("glob:**.remains");
    }

    /** Between two comparisons: what is sealed is compared once more. */
    @ParameterizedTest
    @CsvSource({
        "REMOVE,auto",
        "REMOVE,off",
        "TRUNCATE,auto",
        "TRUNCATE,off",
        "REPLACE,auto",
        "APPEND,off",
        "HOLLOW,auto",
        "HOLLOW,off",
        "MOVE_DIRECTORY,auto"
    })
    void aStopRightAfterwardsEndsAtOnceWithTheNumbersRight(Deed deed, String directIo) throws Exception {
        Penstock penstock = setup(directIo).open(told);
        append(penstock, "payment", 0, 100);
        assertThat(penstock.flush(LONG)).isTrue();
        deed.to(live, 0);
        long start = System.nanoTime();
        penstock.close(TIMEOUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
        assertThat(lost(penstock)).as("%s", told).isEqualTo(100);
        assertThat(sealedContent()).isEmpty();
        assertThat(told.count("100 records in it are lost")).as("%s", told).isEqualTo(1);
        assertThat(told.contains("works again")).as("%s", told).isFalse();
    }

    /** Three threads log, others do it again and again: every record is in a sealed file or counted, none twice. */
    @ParameterizedTest
    @CsvSource({
        "REMOVE,auto", "REMOVE,off", "MOVE,auto", "MOVE,off", "COPY_AND_TRUNCATE,auto", "COPY_AND_TRUNCATE,off",
        "REPLACE,auto", "REPLACE,off", "APPEND,auto", "APPEND,off", "REMOVE_DIRECTORY,auto", "REMOVE_DIRECTORY,off",
        "MOVE_DIRECTORY,auto", "MOVE_DIRECTORY,off"
    })
    void underLoadEveryRecordIsInASealedFileOrCountedAsLost(Deed deed, String directIo) throws Exception {
        Penstock penstock = setup(directIo).buffer("size", "2 MB").open(told);
        AtomicBoolean done = new AtomicBoolean();
        Load load = new Load(3, "payment");
        load.extra = number -> 100 + number % 200;
        load.start(penstock, Integer.MAX_VALUE, done::get);
        try {
            for (int round = 0; round < 4; round++) {
                int number = round;
                await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> isDone(deed, number));
            }
        } finally {
            done.set(true);
            load.join();
        }
        penstock.close(TIMEOUT); // false when the last file went

        load.assertCounted(penstock.stats().total());
        assertThat(load.count(Append.ACCEPTED)).isEqualTo(load.attempted());
        Set<String> sealed = new HashSet<>();
        String content = sealedContent();
        assertThat(content).endsWith("\n");
        for (String line : content.lines().toList()) {
            assertWhole(line + '\n');
            assertThat(sealed.add(line)).as("once: %s", line).isTrue();
        }
        assertThat(lost(penstock)).as("%s", told).isPositive();
        assertThat(sealed.size() + lost(penstock)).as("%s", told).isEqualTo(load.count(Append.ACCEPTED));
        assertNoHiddenFiles();
    }

    /** To a file with something in it, where there is one now. */
    private boolean isDone(Deed deed, int round) throws IOException {
        try {
            boolean filled = Files.size(live) > 0;
            if (filled) {
                deed.to(live, round);
            }
            return filled;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Rotated files go to a sealed directory that is made again, and no other file waits for it. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void aRemovedSealedDirectoryIsMadeAgain(String directIo) throws Exception {
        Penstock penstock = setup(directIo).rotation("size", "16 KB").open(told);
        append(penstock, "payment", 0, 1000);
        assertThat(penstock.flush(LONG)).isTrue();
        removeTree(directory.resolve("sealed"));
        append(penstock, "payment", 1000, 3000);
        assertThat(penstock.close(TIMEOUT)).as("%s", told).isTrue();

        assertThat(sealedContent()).contains(lines(2000, 2001)).contains(lines(2999, 3000));
        assertThat(lost(penstock)).as("%s", told).isZero();
        assertNoHiddenFiles();
    }

    /** Notes, locks and prepared files go with it; the live file stays what it is. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void aRemovedPenstockDirectoryCostsNoRecord(String directIo) throws Exception {
        Penstock penstock = setup(directIo).rotation("size", "64 KB").open(told);
        append(penstock, "payment", 0, 1000);
        assertThat(penstock.flush(LONG)).isTrue();
        removeTree(directory.resolve(".penstock"));
        append(penstock, "payment", 1000, 10_000);
        assertThat(penstock.close(TIMEOUT)).as("%s", told).isTrue();

        assertThat(lost(penstock)).as("%s", told).isZero();
        assertThat(sealedContent().lines().count()).isEqualTo(10_000);
        assertNoHiddenFiles();
    }

    /** An event that nobody logs to any more has nothing to lose: its stop needs no file. */
    @Test
    void aStopDoesNotWaitForAFileThatCannotBeHad() throws Exception {
        Penstock penstock = setup("auto").open(told);
        append(penstock, "payment", 0, 100);
        assertThat(penstock.flush(LONG)).isTrue();
        removeTree(directory);
        Files.writeString(directory, "in the way of the directory");
        await().atMost(LONG).untilAsserted(() -> assertThat(lost(penstock)).isEqualTo(100));
        long start = System.nanoTime();
        penstock.close(TIMEOUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
        assertThat(penstock.stats().total().get("accepted")).isEqualTo(100);
        assertThat(told.contains("works again")).as("%s", told).isFalse();
    }

    private static void append(Penstock penstock, String event, int from, int to) {
        for (int number = from; number < to; number++) {
            assertThat(penstock.append(event, Ledger.line(0, number, 40))).isEqualTo(Append.ACCEPTED);
        }
    }

    private static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int number = from; number < to; number++) {
            lines.append(new String(Ledger.line(0, number, 40), US_ASCII));
        }
        return lines.toString();
    }

    private static long lost(Penstock penstock) {
        return penstock.stats().total().get("lostRemoved");
    }

    private static void assertWhole(String line) {
        String[] parts = line.split(" ", 4);
        assertThat(line)
                .isEqualTo(new String(
                        Ledger.line(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2])),
                        US_ASCII));
    }

    /** What the sealed files of an event hold; they hold no NUL. */
    private String sealedContent() throws IOException {
        return sealedContent("payment");
    }

    private String sealedContent(String event) throws IOException {
        StringBuilder content = new StringBuilder();
        if (!Files.isDirectory(directory.resolve("sealed"))) {
            return "";
        }
        try (Stream<Path> files = Files.list(directory.resolve("sealed"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(event + '_'))
                    .sorted()
                    .toList()) {
                content.append(Files.readString(file, US_ASCII));
            }
        }
        assertThat(content.indexOf("\0")).as("a NUL").isEqualTo(-1);
        return content.toString();
    }

    private void assertNoHiddenFiles() throws IOException {
        List<String> left = new ArrayList<>();
        try (Stream<Path> own = Files.list(directory.resolve(".penstock"))) {
            own.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".next") || name.endsWith(".note"))
                    .forEach(left::add);
        }
        assertThat(left).as("%s", told).isEmpty();
    }

    /** {@code rm -rf}, again while files come into it. */
    private static void removeTree(Path tree) throws IOException {
        for (boolean gone = false; !gone; ) {
            try {
                Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
                gone = true;
            } catch (DirectoryNotEmptyException e) {
                gone = false;
            }
        }
    }
}
