package io.penstock.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.OverflowConfig.OnFull;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two samples of the configuration contract, as the adapters hand them over once the framework has put its defaults in. */
class ContractSamplesTest {
    private static final Machine MACHINE = Machines.withProcessors(2);

    private static final RawElement LOG4J2 = RawElement.appender("EventFile")
            .with("name", "EVENTS")
            .with("directory", "logs")
            .with("eventKey", "event")
            .with("events", "audit,payment")
            .child(RawElement.of(ElementKind.BUFFER, "EventBuffer").with("size", "32 MB"))
            .child(RawElement.of(ElementKind.ROTATION, "EventRotation")
                    .with("size", "256 MB")
                    .with("interval", "1 h"))
            .child(RawElement.of(ElementKind.RETENTION, "EventRetention").with("maxTotalSize", "10 GB"))
            .child(RawElement.of(ElementKind.S3_UPLOAD, "S3Upload")
                    .with("enabled", "false")
                    .with("bucket", "")
                    .with("region", "eu-west-1")
                    .with("prefix", "app/")
                    .with("compression", "zstd"))
            .child(RawElement.of(ElementKind.OVERRIDE, "EventOverride")
                    .with("name", "audit")
                    .with("onFull", "block")
                    .with("blockTimeout", "unlimited")
                    .child(RawElement.of(ElementKind.ROTATION, "EventRotation").with("interval", "10 m")));

    private static final RawElement LOGBACK = RawElement.appender("appender")
            .with("directory", "logs")
            .with("eventKey", "event")
            .with("events", "audit,payment")
            .child(RawElement.of(ElementKind.BUFFER).with("size", "32 MB"))
            .child(RawElement.of(ElementKind.ROTATION).with("size", "256 MB").with("interval", "1 h"))
            .child(RawElement.of(ElementKind.RETENTION).with("maxTotalSize", "10 GB"))
            .child(RawElement.of(ElementKind.S3_UPLOAD)
                    .with("enabled", "false")
                    .with("bucket", "")
                    .with("region", "eu-west-1")
                    .with("prefix", "app/")
                    .with("compression", "zstd"))
            .child(RawElement.of(ElementKind.OVERRIDE)
                    .with("name", "audit")
                    .with("onFull", "block")
                    .with("blockTimeout", "unlimited")
                    .child(RawElement.of(ElementKind.ROTATION).with("interval", "10 m")));

    @Test
    void bothFrameworksSamplesGiveTheSameConfiguration() {
        assertThat(PenstockConfig.parse(LOG4J2, MACHINE).orThrow())
                .isEqualTo(PenstockConfig.parse(LOGBACK, MACHINE).orThrow());
    }

    @Test
    void sampleSaysWhatItSays() {
        PenstockConfig config = PenstockConfig.parse(LOG4J2, MACHINE).orThrow();

        assertThat(config.spool().directory()).isEqualTo(Path.of("logs"));
        assertThat(config.routing().events()).containsExactly("audit", "payment");
        assertThat(config.event("payment").rotation().interval()).isEqualTo(Duration.ofHours(1));
        assertThat(config.event("payment").overflow().blockTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.event("audit").overflow().blockTimeout()).isEqualTo(Limits.UNLIMITED);
        assertThat(config.event("audit").rotation())
                .isEqualTo(new RotationConfig(256L << 20, Duration.ofMinutes(10), true, RotationConfig.Sync.SEAL));
    }

    /** {@code LOG_UPLOAD=true} without {@code LOG_BUCKET}. */
    @Test
    void sampleWithItsUploadEnabledMissesTheBucketOnly() {
        assertThat(PenstockConfig.parse(enabled(LOG4J2, ""), MACHINE).problems())
                .singleElement()
                .asString()
                .startsWith("S3Upload bucket=\"\": must be 3 to 63 characters");
        assertThat(PenstockConfig.parse(enabled(LOGBACK, ""), MACHINE).problems())
                .singleElement()
                .asString()
                .startsWith("s3Upload bucket=\"\": must be 3 to 63 characters");
    }

    @Test
    void sampleWithItsUploadEnabledUploads() {
        UploadConfig upload = requireNonNull(PenstockConfig.parse(enabled(LOG4J2, "logs-1"), MACHINE)
                .orThrow()
                .upload());

        assertThat(upload.prefix()).isEqualTo("app/");
        assertThat(upload.compression()).isEqualTo(UploadConfig.Compression.ZSTD);
        assertThat(upload.keyPattern()).isEqualTo(KeyPattern.DEFAULT);
        assertThat(upload.store()).isInstanceOfSatisfying(S3Config.class, s3 -> {
            assertThat(s3.bucket()).isEqualTo("logs-1");
            assertThat(s3.region()).isEqualTo("eu-west-1");
        });
        assertThat(upload)
                .isEqualTo(PenstockConfig.parse(enabled(LOGBACK, "logs-1"), MACHINE)
                        .orThrow()
                        .upload());
    }

    private static RawElement enabled(RawElement sample, String bucket) {
        List<RawElement> children = sample.children().stream()
                .map(child -> child.kind() == ElementKind.S3_UPLOAD
                        ? child.with("enabled", "true").with("bucket", bucket)
                        : child)
                .toList();
        return new RawElement(sample.kind(), sample.name(), sample.settings(), children);
    }

    @Test
    void aDirectoryAloneGivesTheDefaultsOfTheContract() {
        PenstockConfig config = PenstockConfig.parse(
                        RawElement.appender("EventFile").with("directory", "logs"), MACHINE)
                .orThrow();

        assertThat(config)
                .isEqualTo(new PenstockConfig(
                        new SpoolConfig(
                                Path.of("logs"),
                                "web-1",
                                SpoolConfig.DirectIo.AUTO,
                                PosixFilePermissions.fromString("rw-r-----"),
                                null),
                        new RoutingConfig("event", "default", "overflow", List.of(), 64, Duration.ofMinutes(10)),
                        new MemoryConfig(512L << 20, MemoryConfig.Order.STRICT),
                        new LifecycleConfig(Duration.ofSeconds(20), true),
                        new RetentionConfig(Limits.UNLIMITED, 10L << 30, 5.0),
                        new EventConfig(
                                new OverflowConfig(OnFull.BLOCK, Duration.ofSeconds(10), Severity.NONE),
                                Duration.ofSeconds(1),
                                new BufferConfig(32L << 20, 2, 25),
                                new RotationConfig(256L << 20, Duration.ofHours(1), true, RotationConfig.Sync.SEAL)),
                        java.util.Map.of(),
                        null));
    }

    @Test
    void thisMachineIsGoodEnoughForTheDefaults() {
        PenstockConfig config = PenstockConfig.parse(LOG4J2).orThrow();

        assertThat(config.spool().host()).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(config.memory().maxMemoryBytes()).isBetween(1L << 20, 512L << 20);
    }
}
