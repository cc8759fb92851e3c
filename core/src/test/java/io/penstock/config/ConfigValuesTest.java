package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.OverflowConfig.OnFull;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, and what it becomes. */
class ConfigValuesTest {
    private static final Machine MACHINE = Machines.WITH_4_PROCESSORS;
    private static final RawElement VALID = RawElement.appender("EventFile").with("directory", "logs");

    @Test
    void everySettingOfTheAppenderIsRead() {
        PenstockConfig config = parsed(RawElement.appender("EventFile")
                .with("directory", "  /var/spool/my logs ")
                .with("eventKey", "kind")
                .with("defaultEvent", "misc/")
                .with("events", " a/b , c ,a_b,.d")
                .with("maxEvents", "3")
                .with("overflowEvent", "rest.1")
                .with("idleTimeout", "unlimited")
                .with("flushInterval", "20 ms")
                .with("onFull", "Drop")
                .with("blockTimeout", "0")
                .with("discardThreshold", "warn")
                .with("shutdownTimeout", "-1")
                .with("host", "web-2.example.org")
                .with("jmx", "FALSE"));

        assertThat(config.spool().directory()).isEqualTo(Path.of("/var/spool/my logs"));
        assertThat(config.spool().host()).isEqualTo("web-2.example.org");
        assertThat(config.routing().eventKey()).isEqualTo("kind");
        assertThat(config.routing().defaultEvent()).isEqualTo("misc_");
        assertThat(config.routing().events()).containsExactly("a_b", "c", "_d");
        assertThat(config.routing().maxEvents()).isEqualTo(3);
        assertThat(config.routing().overflowEvent()).isEqualTo("rest_1");
        assertThat(config.routing().idleTimeout()).isEqualTo(Limits.UNLIMITED);
        assertThat(config.event().flushInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.event().overflow()).isEqualTo(new OverflowConfig(OnFull.DROP, Duration.ZERO, Severity.WARN));
        assertThat(config.lifecycle()).isEqualTo(new LifecycleConfig(Limits.UNLIMITED, false));
    }

    @Test
    void everySettingOfTheNestedElementsIsRead() {
        PenstockConfig config = parsed(VALID.child(RawElement.of(ElementKind.BUFFER)
                        .with("size", "1 MB")
                        .with("shards", "16")
                        .with("order", "THREAD")
                        .with("flushThreshold", "50 %")
                        .with("storage", "anonymous")
                        .with("maxMemory", "unlimited"))
                .child(RawElement.of(ElementKind.ROTATION)
                        .with("size", "unlimited")
                        .with("interval", "-1")
                        .with("preallocate", "false")
                        .with("directIo", "off")
                        .with("sync", "flush")
                        .with("filePermissions", "rw-rw-r--")
                        .with("fileGroup", "adm"))
                .child(RawElement.of(ElementKind.RETENTION)
                        .with("maxAge", "7 days")
                        .with("maxTotalSize", "unlimited")
                        .with("minFree", "0.5%")));

        assertThat(config.event().buffer()).isEqualTo(new BufferConfig(1 << 20, 16, 50));
        assertThat(config.memory()).isEqualTo(new MemoryConfig(Long.MAX_VALUE, MemoryConfig.Order.THREAD));
        assertThat(config.event().rotation())
                .isEqualTo(new RotationConfig(Long.MAX_VALUE, Limits.UNLIMITED, false, RotationConfig.Sync.FLUSH));
        assertThat(config.spool().directIo()).isEqualTo(SpoolConfig.DirectIo.OFF);
        assertThat(config.spool().filePermissions()).isEqualTo(PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(config.spool().fileGroup()).isEqualTo("adm");
        assertThat(config.retention()).isEqualTo(new RetentionConfig(Duration.ofDays(7), Long.MAX_VALUE, 0.5));
    }

    @Test
    void autoMemoryMayBeWritten() {
        assertThat(parsed(VALID.child(RawElement.of(ElementKind.BUFFER)
                                .with("maxMemory", "Auto")
                                .with("storage", "AUTO")))
                        .memory()
                        .maxMemoryBytes())
                .isEqualTo(512L << 20);
    }

    @ParameterizedTest
    @CsvSource({"8 KB, 1", "16 KB, 2", "31 KB, 2", "32 KB, 4", "32 MB, 4"})
    void withoutANumberOfShardsASmallSizeHasFewerSoThatItIsValidOnEveryMachine(String size, int shards) {
        RawElement appender =
                VALID.child(RawElement.of(ElementKind.BUFFER).with("size", size).with("shards", "0"));

        BufferConfig buffer = parsed(appender).event().buffer();

        assertThat(buffer.shards()).isEqualTo(shards);
        assertThat(buffer.halfBytes()).isGreaterThanOrEqualTo(4096);
    }

    @Test
    void aNumberOfShardsThatIsWrittenIsNeverLowered() {
        RawElement appender = VALID.child(
                RawElement.of(ElementKind.BUFFER).with("size", "16 KB").with("shards", "4"));

        assertThat(PenstockConfig.parse(appender, MACHINE).problems())
                .singleElement()
                .asString()
                .contains("at least 32 KB");
    }

    @Test
    void anOverrideInheritsWhatItLeavesUnset() {
        PenstockConfig config = parsed(VALID.with("onFull", "drop")
                .with("flushInterval", "2 s")
                .child(RawElement.of(ElementKind.OVERRIDE).with("name", "pay/1").with("blockTimeout", "1 m"))
                .child(RawElement.of(ElementKind.OVERRIDE)
                        .with("name", "tiny")
                        .with("flushInterval", "5 ms")
                        .child(RawElement.of(ElementKind.BUFFER).with("size", "8 KB"))
                        .child(RawElement.of(ElementKind.ROTATION).with("sync", "off")))
                .child(RawElement.of(ElementKind.BUFFER).with("size", "1 MB").with("flushThreshold", "75"))
                .child(RawElement.of(ElementKind.ROTATION).with("size", "2 MB").with("preallocate", "false")));
        RotationConfig rotation = new RotationConfig(2 << 20, Duration.ofHours(1), false, RotationConfig.Sync.SEAL);

        assertThat(config.overrides())
                .isEqualTo(Map.of(
                        "pay_1",
                        new EventConfig(
                                new OverflowConfig(OnFull.DROP, Duration.ofMinutes(1), Severity.NONE),
                                Duration.ofSeconds(2),
                                new BufferConfig(1 << 20, 4, 75),
                                rotation),
                        "tiny",
                        new EventConfig(
                                new OverflowConfig(OnFull.DROP, Duration.ofSeconds(10), Severity.NONE),
                                Duration.ofMillis(5),
                                new BufferConfig(8192, 1, 75),
                                new RotationConfig(2 << 20, Duration.ofHours(1), false, RotationConfig.Sync.OFF))));
        assertThat(config.event("pay_1").rotation()).isEqualTo(rotation);
        assertThat(config.event("other")).isEqualTo(config.event());
    }

    @Test
    void twoOverridesOfOneEventAreRefused() {
        RawElement appender = VALID.child(RawElement.of(ElementKind.OVERRIDE).with("name", "pay/order"))
                .child(RawElement.of(ElementKind.OVERRIDE).with("name", "pay_order"));

        assertThat(PenstockConfig.parse(appender, MACHINE).problems())
                .containsExactly(Problem.of(
                        "override",
                        "name",
                        "pay_order",
                        "is the event pay_order, for which there is an override already"));
    }

    @ParameterizedTest
    @CsvSource({
        "ROTATION, directIo, on",
        "ROTATION, filePermissions, rw-------",
        "ROTATION, fileGroup, adm",
        "BUFFER, maxMemory, 1 GB",
        "BUFFER, order, thread",
        "BUFFER, storage, auto",
        "BUFFER, flushThreshold, 25",
        "OVERRIDE, maxEvents, 3",
        "OVERRIDE, directory, x",
    })
    void whatCannotDifferFromEventToEventIsRefusedInAnOverride(ElementKind kind, String setting, String value) {
        RawElement override = RawElement.of(ElementKind.OVERRIDE).with("name", "a");
        RawElement changed = kind == ElementKind.OVERRIDE
                ? override.with(setting, value)
                : override.child(RawElement.of(kind).with(setting, value));

        assertThat(PenstockConfig.parse(VALID.child(changed), MACHINE).problems())
                .containsExactly(Problem.of(
                        kind.word(), setting, value, "cannot differ from event to event; set it outside the override"));
    }

    @Test
    void anOverridesBufferIsCheckedWithWhatItInherits() {
        RawElement appender = VALID.child(RawElement.of(ElementKind.BUFFER).with("shards", "8"))
                .child(RawElement.of(ElementKind.OVERRIDE)
                        .with("name", "a")
                        .child(RawElement.of(ElementKind.BUFFER).with("size", "32 KB")));

        assertThat(PenstockConfig.parse(appender, MACHINE).problems())
                .singleElement()
                .asString()
                .startsWith("buffer size=\"32 KB\"")
                .contains("at least 64 KB with 8 shards");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accessKey",
                "secretKey",
                "accesskey",
                "SECRETKEY",
                "acessKey",
                "secertKey",
                "secret-key",
                "awsSecretAccessKey",
                "password",
                "sessionToken",
                "key2",
                "whatever"
            })
    void noCredentialAppearsInAMessage(String setting) {
        for (String value : new String[] {
            "AKIA-hush", "AKIA-hush${env:X}", "${env:X:-AKIA-hush}", "AKIA-hush_IS_UNDEFINED", "${AKIA-hush"
        }) {
            RawElement upload = RawElement.of(ElementKind.S3_UPLOAD).with(setting, value);
            RawElement appender = VALID.child(upload);

            assertThat(PenstockConfig.parse(appender, MACHINE).problems().toString())
                    .doesNotContain("hush");
        }
    }

    @Test
    void noCredentialAppearsInAnElementsText() {
        RawElement upload = RawElement.of(ElementKind.S3_UPLOAD)
                .with("secretKey", "hush")
                .with("acessKey", "hush")
                .with("key2", "hush")
                .with("bucket", "b");

        assertThat(VALID.child(upload).toString())
                .doesNotContain("hush")
                .contains("bucket=\"b\"")
                .contains("secretKey=\"***\"");
        assertThat(PenstockConfig.parse(VALID.with("secretKey", "hush"), MACHINE)
                        .problems()
                        .toString())
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secretKey", "acesKey", "secert_key"})
    void noCredentialAppearsWhereItIsMisplacedToo(String setting) {
        assertThat(PenstockConfig.parse(VALID.with(setting, "hush"), MACHINE)
                        .problems()
                        .toString())
                .contains(setting)
                .doesNotContain("hush");
    }

    @Test
    void theVariableOfACredentialIsNamedWhereNothingElseStands() {
        RawElement upload =
                RawElement.of(ElementKind.S3_UPLOAD).with("enabled", "false").with("secretKey", "${env:S3_SECRET}");

        assertThat(PenstockConfig.parse(VALID.child(upload), MACHINE).problems())
                .singleElement()
                .asString()
                .startsWith("s3Upload secretKey=\"***\": the variable env:S3_SECRET is not defined");
    }

    @Test
    void aWrongConfigurationThrowsOnlyForThoseWhoAsk() {
        ParsedConfig parsed = PenstockConfig.parse(VALID.with("jmx", "x").with("onFull", "y"), MACHINE);

        assertThat(parsed.config()).isEmpty();
        assertThatThrownBy(parsed::orThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jmx=")
                .hasMessageContaining("onFull=");
    }

    private static PenstockConfig parsed(RawElement appender) {
        return PenstockConfig.parse(appender, MACHINE).orThrow();
    }
}
