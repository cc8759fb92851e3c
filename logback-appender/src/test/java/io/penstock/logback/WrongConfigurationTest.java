package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong configuration is told whole, at once, and hurts nobody. */
class WrongConfigurationTest {
    /** Every setting of the contract that not every text is right for. */
    private static final Map<String, String> CHECKED = Map.of(
            "appender",
                    "maxEvents idleTimeout flushInterval onFull blockTimeout discardThreshold shutdownTimeout host jmx",
            "buffer", "size shards order flushThreshold storage maxMemory",
            "rotation", "size interval preallocate directIo sync filePermissions",
            "retention", "maxAge maxTotalSize minFree",
            "override", "onFull blockTimeout discardThreshold flushInterval",
            "s3Upload", "enabled",
            "gcsUpload", "enabled",
            "directoryUpload", "enabled");

    @TempDir
    Path directory;

    @Test
    void everyWrongSettingIsListedAtOnceAndTheApplicationLives() {
        String wrong = CHECKED.entrySet().stream()
                .map(element -> element.getKey().equals("appender")
                        ? Samples.settings(element.getValue())
                        : Samples.element(element.getKey(), element.getValue()))
                .collect(Collectors.joining());
        try (Logging logging = Logging.with(directory, wrong)) {
            logging.log("payment", "the application goes on");

            assertThat(logging.appender().isStarted()).isFalse();
            List<String> errors = logging.errors();
            CHECKED.forEach((element, settings) -> assertThat(settings.split(" "))
                    .allSatisfy(setting -> assertThat(errors)
                            .anyMatch(error ->
                                    error.startsWith("Appender [EVENTS]: " + element + " " + setting + "=\"?\": "))));
            assertThat(errors).anyMatch(error -> error.contains("override name: is required"));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<blockTimeout>10</blockTimeout>                               | appender blockTimeout=\"10\"",
                "<flushInterval>1 s</flushInterval><flushInterval>2 s</flushInterval> | appender flushInterval=\"2 s\": is given twice",
                "<discardThreshold>OFF</discardThreshold>                      | appender discardThreshold=\"OFF\"",
                "<discardThreshold>ALL</discardThreshold>                      | appender discardThreshold=\"ALL\"",
                "<events>a,,b</events>                                         | appender events=\"a,,b\"",
                "<buffer><size>-5 MB</size></buffer>                           | buffer size=\"-5 MB\"",
                "<buffer><shards>3</shards></buffer>                           | buffer shards=\"3\"",
                "<buffer><size>1 MB</size></buffer><buffer><shards>2</shards></buffer> | buffer",
                "<buffer><storage>shm</storage></buffer>                       | buffer storage=\"shm\"",
                "<retention><minFree>500 %</minFree></retention>               | retention minFree=\"500 %\"",
                "<rotation/>                                                   | rotation: has no settings",
                "<s3Upload><bucket>b</bucket></s3Upload>                       | s3Upload bucket=\"b\"",
                "<gcsUpload><bucket>my-bucket</bucket></gcsUpload>             | gcsUpload: needs com.google.cloud:google-cloud-storage on the class path",
                "<override><onFull>drop</onFull></override>                    | override name: is required",
                "<override><name>a</name><jmx>true</jmx></override>            | [jmx]",
                "<override><name>a</name><buffer><order>thread</order></buffer></override> | buffer order=\"thread\"",
                "<override><name>a</name><rotation><directIo>off</directIo></rotation></override> | rotation directIo=\"off\"",
                "<override><name>a/b</name><onFull>drop</onFull></override><override><name>a_b</name><onFull>drop</onFull></override> | override name=\"a_b\"",
                "<fileName>x.log</fileName>                                    | [fileName]",
            })
    void oneWrongThingIsNamed(String settings, String told) {
        try (Logging logging = Logging.with(directory, settings)) {
            assertThat(Stream.concat(logging.errors().stream(), logging.warnings().stream()))
                    .anyMatch(message -> message.contains(told));
        }
    }

    @Test
    void anAppenderMadeByCodeNeedsAName() {
        try (Logging logging = new Logging()) {
            EventFileAppender nameless = new EventFileAppender();
            nameless.setContext(logging.context);
            nameless.setDirectory(directory.toString());
            nameless.start();

            assertThat(nameless.isStarted()).isFalse();
            assertThat(logging.errors()).anyMatch(error -> error.contains("appender name: is required"));
        }
    }

    @Test
    void aVariableWithoutValueIsNamed() {
        try (Logging logging = Logging.with(directory, "<host>${NO_SUCH_HOST}</host>")) {
            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(logging.errors())
                    .anyMatch(error -> error.contains("appender host=") && error.contains("NO_SUCH_HOST"));
        }
    }

    @Test
    void aMissingDirectoryIsAnError() {
        String without = Logging.eventFile(directory, "").replaceAll("<directory>.*</directory>", "");
        try (Logging logging = new Logging().configure(without)) {
            assertThat(logging.errors()).anyMatch(error -> error.contains("appender directory"));
        }
    }

    @Test
    void anUploadThatIsSwitchedOffIsAccepted() {
        try (Logging logging = Logging.with(
                directory,
                "<gcsUpload><enabled>false</enabled></gcsUpload><s3Upload><enabled>false</enabled></s3Upload>")) {
            assertThat(logging.errors()).isEmpty();
            assertThat(logging.appender().isStarted()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "s3Upload, prefix storageClass kmsKeyId accessKey secretKey, bucket region endpoint pathStyle partSize concurrency tags checksum",
        "gcsUpload, prefix project storageClass kmsKeyName, bucket endpoint chunkSize concurrency",
        "directoryUpload, prefix directory, maxAge maxTotalSize"
    })
    void everySettingOfAnEnabledUploadIsChecked(String upload, String free, String checked) {
        String all = checked + " keyPattern compression encryptTo deleteAfterUpload uploadOnStart manifestPrefix";
        try (Logging logging = Logging.with(directory, Samples.element(upload, free + " " + all))) {
            assertThat(all.split(" "))
                    .allSatisfy(setting -> assertThat(logging.errors())
                            .anyMatch(error -> error.contains(upload + " " + setting + "=\"?\": ")));
            assertThat(logging.errors()).noneMatch(error -> error.contains("unknown"));
        }
    }

    @Test
    void anUploadIntoADirectoryNeedsNoSdk() {
        String upload = "<directoryUpload><directory>" + directory.resolve("archive")
                + "</directory><compression>gzip</compression></directoryUpload>";
        try (Logging logging = Logging.with(directory.resolve("events"), upload)) {
            assertThat(logging.errors()).isEmpty();
            assertThat(logging.appender().isStarted()).isTrue();
        }
    }

    @Test
    void theSampleWithItsUploadEnabledSaysThatTheBucketIsMissing() {
        try (Logging logging = new Logging()) {
            logging.context.putProperty("LOG_DIR", directory.toString());
            logging.context.putProperty("LOG_UPLOAD", "true");
            logging.configure(Samples.CONTRACT);

            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(logging.errors())
                    .anyMatch(error -> error.contains("s3Upload bucket=\"\": must be 3 to 63 characters"));
        }
    }

    @Test
    void twoAppendersOfOneConfigurationOnOneDirectoryAreAnError() {
        String appender = """
                <appender name="%s" class="io.penstock.logback.EventFileAppender">
                  <directory>%s</directory>%s
                </appender>
                """;
        String xml = "<configuration>" + appender.formatted("ONE", directory, Logging.ENCODER)
                + appender.formatted("TWO", directory.resolve("..").resolve(directory.getFileName()), Logging.ENCODER)
                + "<root level=\"INFO\"><appender-ref ref=\"ONE\"/><appender-ref ref=\"TWO\"/></root></configuration>";
        try (Logging logging = new Logging().configure(xml)) {
            logging.log("payment", "one");

            assertThat(logging.errors()).anyMatch(error -> error.contains("[TWO]"));
            assertThat(logging.errors()).noneMatch(error -> error.contains("[ONE]:"));
        }
        assertThat(new SpoolReader(directory).lines("payment")).containsExactly("one");
    }

    @Test
    void aDirectoryThatCannotBeCreatedIsAnErrorAndTheApplicationLives() {
        try (Logging logging = Logging.with(Path.of("/proc/penstock"), "")) {
            logging.log("payment", "the application goes on");

            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(logging.errors()).anyMatch(error -> error.contains("/proc/penstock"));
        }
    }
}
