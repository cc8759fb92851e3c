package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ElementKind;
import io.penstock.config.RawElement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Joran makes of the XML reaches core as text, whole. */
class ConfigurationTextTest {
    @TempDir
    Path directory;

    @Test
    void everySettingOfTheSampleArrivesAsItsText() {
        try (Logging logging = Samples.contract(directory)) {
            RawElement appender = logging.appender().raw();

            assertThat(appender.settings())
                    .containsExactly(
                            Map.entry("directory", directory.toString()),
                            Map.entry("eventKey", "event"),
                            Map.entry("events", "audit,payment"));
            assertThat(appender.children())
                    .extracting(RawElement::name)
                    .containsExactly("buffer", "rotation", "retention", "s3Upload", "override");
            assertThat(appender.children().get(3).settings())
                    .containsEntry("enabled", "false")
                    .containsEntry("bucket", "")
                    .containsEntry("compression", "zstd");
            RawElement override = appender.children().get(4);
            assertThat(override.settings()).containsEntry("name", "audit").containsEntry("blockTimeout", "unlimited");
            assertThat(override.children())
                    .containsExactly(
                            new RawElement(ElementKind.ROTATION, "rotation", Map.of("interval", "10 m"), List.of()));
        }
    }

    @Test
    void everySettingOfTheContractHasASetter() {
        Map<String, String> elements = Map.of(
                "buffer", "size shards order flushThreshold storage maxMemory",
                "rotation", "size interval preallocate directIo sync filePermissions fileGroup",
                "retention", "maxAge maxTotalSize minFree",
                "override", "name onFull blockTimeout discardThreshold flushInterval",
                "s3Upload",
                        Samples.UPLOAD
                                + " bucket region endpoint pathStyle partSize concurrency storageClass kmsKeyId tags checksum accessKey secretKey",
                "gcsUpload", Samples.UPLOAD + " bucket project endpoint chunkSize concurrency storageClass kmsKeyName",
                "directoryUpload", Samples.UPLOAD + " directory maxAge maxTotalSize");
        elements.forEach((element, settings) -> {
            try (Logging logging = Logging.with(directory, Samples.element(element, settings))) {
                RawElement raw = logging.appender().raw().children().get(0);

                assertThat(raw.name()).isEqualTo(element);
                assertThat(raw.settings()).containsOnlyKeys(settings.split(" "));
                assertThat(logging.warnings()).noneMatch(warning -> warning.contains("Ignoring unknown property"));
            }
        });
        String settings = "eventKey defaultEvent events maxEvents overflowEvent idleTimeout flushInterval onFull"
                + " blockTimeout discardThreshold shutdownTimeout host jmx";
        try (Logging logging = Logging.with(directory, Samples.settings(settings))) {
            assertThat(logging.appender().raw().settings()).containsKeys(settings.split(" "));
        }
    }

    @Test
    void aSettingGivenTwiceIsAnErrorThatNamesIt() {
        try (Logging logging = Logging.with(
                directory, "<events>a</events><events>b</events><buffer><size>1 MB</size><size>2 MB</size></buffer>")) {
            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(Samples.problems(logging.appender()))
                    .contains("appender events=\"b\": is given twice", "buffer size=\"2 MB\": is given twice");
        }
    }

    @Test
    void aSecretGivenTwiceIsNotShown() {
        try (Logging logging = Logging.with(
                directory, "<s3Upload><secretKey>abc1</secretKey><secretKey>abc2</secretKey></s3Upload>")) {
            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(Samples.problems(logging.appender())).anyMatch(problem -> problem.contains("secretKey"));
            assertThat(logging.errors()).noneMatch(error -> error.contains("abc"));
        }
    }

    @Test
    void anElementConfiguredByAttributesIsAnErrorAndNotItsDefaults() {
        try (Logging logging =
                Logging.with(directory, "<rotation size=\"1 MB\"/><override><buffer size=\"1 MB\"/></override>")) {
            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(Samples.problems(logging.appender()))
                    .anyMatch(problem -> problem.startsWith("rotation: has no settings"))
                    .anyMatch(problem -> problem.startsWith("buffer: has no settings"));
        }
    }

    @Test
    void anUnknownElementIsLogbacksOwnWarning() {
        try (Logging logging = Logging.with(directory, "<fileName>x.log</fileName>")) {
            assertThat(logging.warnings()).anyMatch(warning -> warning.contains("[fileName]"));
        }
    }

    @Test
    void aMissingEncoderOrPatternIsAnError() {
        try (Logging logging = Logging.with(directory, "<encoder></encoder>")) {
            assertThat(Samples.problems(logging.appender())).anyMatch(problem -> problem.contains("no working layout"));
        }
        String without = Logging.eventFile(directory, "").replace(Logging.ENCODER, "");
        try (Logging logging = new Logging().configure(without)) {
            assertThat(Samples.problems(logging.appender()))
                    .anyMatch(problem -> problem.startsWith("appender encoder: is required"));
        }
    }
}
