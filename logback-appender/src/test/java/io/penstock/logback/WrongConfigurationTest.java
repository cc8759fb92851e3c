package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong configuration is told whole, at once, and hurts nobody. */
class WrongConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void everyWrongSettingIsListedAtOnceAndTheApplicationLives() {
        String wrong = """
                <events>a</events><events>b</events>
                <onFull>explode</onFull>
                <blockTimeout>10</blockTimeout>
                <flushInterval>soon</flushInterval>
                <discardThreshold>OFF</discardThreshold>
                <maxEvents>many</maxEvents>
                <jmx>yes</jmx>
                <buffer><size>big</size><shards>3</shards></buffer>
                <rotation><size>-5 MB</size><directIo>perhaps</directIo></rotation>
                <retention><minFree>500 %</minFree></retention>
                <override><onFull>drop</onFull></override>
                <override><name>audit</name><buffer size="1 MB"/></override>
                """;
        try (Logging logging = Logging.with(directory, wrong)) {
            logging.log("payment", "the application goes on");

            assertThat(logging.appender().isStarted()).isFalse();
            assertThat(logging.errors())
                    .anyMatch(error -> error.contains("appender events=\"b\": is given twice"))
                    .anyMatch(error -> error.contains("appender onFull=\"explode\""))
                    .anyMatch(error -> error.contains("appender blockTimeout=\"10\""))
                    .anyMatch(error -> error.contains("appender flushInterval=\"soon\""))
                    .anyMatch(error -> error.contains("appender discardThreshold=\"OFF\""))
                    .anyMatch(error -> error.contains("appender maxEvents=\"many\""))
                    .anyMatch(error -> error.contains("appender jmx=\"yes\""))
                    .anyMatch(error -> error.contains("buffer size=\"big\""))
                    .anyMatch(error -> error.contains("buffer shards=\"3\""))
                    .anyMatch(error -> error.contains("rotation size=\"-5 MB\""))
                    .anyMatch(error -> error.contains("rotation directIo=\"perhaps\""))
                    .anyMatch(error -> error.contains("retention minFree=\"500 %\""))
                    .anyMatch(error -> error.contains("override name"))
                    .anyMatch(error -> error.contains("buffer: has no settings"));
        }
        assertThat(directory).isEmptyDirectory();
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
