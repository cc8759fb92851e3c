package io.penstock.upload.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.DirectoryConfig;
import io.penstock.config.KeyPattern;
import io.penstock.config.Limits;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I13 for a directory as store: what is kept there is bounded, and only what is ours goes. */
class StoredBoundsTest {
    private static final int FILE_BYTES = 100;

    @TempDir
    Path temporary;

    private final List<String> told = new ArrayList<>();
    private final StatusListener status = new StatusListener() {
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
    };

    private Path root;
    private String manifestPrefix = "";
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");

    @BeforeEach
    void findRoot() throws IOException {
        root = temporary.toRealPath();
    }

    private StoredBounds bounds(Duration maxAge, long maxTotalBytes) {
        return new StoredBounds(
                new KeyFiles(root),
                new DirectoryConfig(root, maxAge, maxTotalBytes),
                OurKeys.of("app/", KeyPattern.DEFAULT.keys(), manifestPrefix),
                status,
                () -> now);
    }

    private Path store(String name, Duration age) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[FILE_BYTES]);
        return Files.setLastModifiedTime(file, FileTime.from(now.minus(age)));
    }

    private static String name(int sequence, String suffix) {
        return "payment_2026-11-20_10-00-00_h1-s1-" + sequence + ".log" + suffix;
    }

    @Test
    void theOldestGoUntilTheRestFits() throws Exception {
        Path first = store("app/" + name(1, ".zst.age"), Duration.ofHours(3));
        Path second = store("app/" + name(2, ".gz"), Duration.ofHours(2));
        Path third = store("app/" + name(3, ""), Duration.ofHours(1));

        bounds(Limits.UNLIMITED, 2 * FILE_BYTES - 1).stored();

        assertThat(List.of(first, second)).noneMatch(Files::exists);
        assertThat(third).exists();
        assertThat(told)
                .containsExactly("INFO DirectoryUpload deleted 2 stored files, 200 bytes, from " + root
                        + " for maxAge or maxTotalSize");
    }

    @Test
    void whatIsPastItsAgeGoes() throws Exception {
        Path old = store("app/" + name(1, ""), Duration.ofDays(8));
        Path young = store("app/" + name(2, ""), Duration.ofDays(6));

        bounds(Duration.ofDays(7), Long.MAX_VALUE).stored();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void whatIsNotNamedLikeOursStaysAndDoesNotCount() throws Exception {
        List<Path> others = List.of(
                store("app/notes.txt", Duration.ofDays(900)),
                store("app/" + name(1, ".bak"), Duration.ofDays(900)),
                store("app/deeper/" + name(1, ""), Duration.ofDays(900)),
                store("other/" + name(1, ""), Duration.ofDays(900)),
                store(name(1, ""), Duration.ofDays(900)));
        Path ours = store("app/" + name(2, ""), Duration.ofDays(1));

        bounds(Limits.UNLIMITED, FILE_BYTES).stored();
        assertThat(ours).exists();
        now = now.plus(Duration.ofDays(900));
        bounds(Duration.ofDays(1), 0).stored();

        assertThat(ours).doesNotExist();
        assertThat(others).allMatch(Files::exists);
    }

    /** They are stored there, too, and would else be all that is left of what has gone; also where they lie within the objects' own folder. */
    @ParameterizedTest
    @ValueSource(strings = {"manifest/", "app/manifest/"})
    void theManifestsObjectsAreWithinTheBounds(String prefix) throws Exception {
        manifestPrefix = prefix;
        List<Path> old = List.of(
                store("app/" + name(1, ""), Duration.ofHours(4)),
                store(prefix + "app/" + name(1, ".json"), Duration.ofHours(3)));
        List<Path> others = List.of(
                store(prefix + "app/" + name(1, ""), Duration.ofDays(900)),
                store(prefix + "other/" + name(1, ".json"), Duration.ofDays(900)),
                store("app/" + name(1, ".json"), Duration.ofDays(900)));
        List<Path> young = List.of(
                store("app/" + name(2, ".gz"), Duration.ofHours(2)),
                store(prefix + "app/" + name(2, ".gz.json"), Duration.ofHours(1)));

        bounds(Limits.UNLIMITED, 2 * FILE_BYTES).stored();

        assertThat(old).noneMatch(Files::exists);
        assertThat(young).allMatch(Files::exists);
        assertThat(others).allMatch(Files::exists);
    }

    /** Its uploader may not have compared it yet, and would upload it again. */
    @Test
    void whatWasStoredWithinTheLastMinuteStays() throws Exception {
        Path fresh = store("app/" + name(1, ""), Duration.ofSeconds(59));
        Path other = store("app/" + name(2, ""), Duration.ofSeconds(61));

        bounds(Duration.ofSeconds(1), 0).stored();

        assertThat(fresh).exists();
        assertThat(other).doesNotExist();
    }

    @Test
    void whatIsBeingWrittenStaysUnlessNobodyHasWrittenItForADay() throws Exception {
        Path folder = root.resolve("app");
        Path written = store("app/" + KeyFiles.temporary(folder, "app/x").getFileName(), Duration.ofHours(23));
        Path stale = store("app/" + KeyFiles.temporary(folder, "app/x").getFileName(), Duration.ofHours(25));

        bounds(Duration.ofSeconds(1), 0).stored();

        assertThat(written).exists();
        assertThat(stale).doesNotExist();
    }

    @Test
    void directoriesThatBecomeEmptyGoUpToThePrefix() throws Exception {
        Path file = store("app/v1/a/" + name(1, ""), Duration.ofHours(3));
        Path kept = store("app/v1/b/notes.txt", Duration.ofHours(3));
        Path empty = Files.createDirectories(root.resolve("app/v1/c"));
        OurKeys ours = OurKeys.of("app/", Pattern.compile("v1/./" + KeyPattern.DEFAULT.keys()), "");

        new StoredBounds(new KeyFiles(root), new DirectoryConfig(root, Limits.UNLIMITED, 0), ours, status, () -> now)
                .stored();

        assertThat(file.getParent()).doesNotExist();
        assertThat(kept).exists();
        assertThat(empty).as("not emptied by us").exists();
    }

    @Test
    void theWholeIsLookedAtOnceAMinuteAndAlsoAfterTheClockWasSetBack() throws Exception {
        StoredBounds bounds = bounds(Limits.UNLIMITED, 0);
        bounds.stored();

        Path file = store("app/" + name(1, ""), Duration.ofHours(3));
        now = now.plusSeconds(59);
        bounds.stored();
        assertThat(file).exists();
        now = now.plusSeconds(1);
        bounds.stored();
        assertThat(file).doesNotExist();

        now = now.minus(Duration.ofHours(1));
        store("app/" + name(1, ""), Duration.ofHours(3));
        bounds.stored();
        assertThat(file).doesNotExist();
    }

    @Test
    void withoutBoundsNothingIsLookedAt() throws Exception {
        Path file = store("app/" + name(1, ""), Duration.ofDays(9000));

        bounds(Limits.UNLIMITED, Long.MAX_VALUE).stored();

        assertThat(file).exists();
        assertThat(told).isEmpty();
    }

    @Test
    void aPrefixWithoutFilesIsNoTrouble() {
        bounds(Limits.UNLIMITED, 0).stored();

        assertThat(told).isEmpty();
    }
}
