package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract's section "Errors": every problem at once, in one report, and the application goes on. */
class ConfigurationErrorsTest {
    @TempDir
    Path folder;

    private final StatusReports reports = StatusReports.open();

    @AfterEach
    void close() {
        reports.end();
    }

    @Test
    void everyProblemIsListedInOneErrorAndTheApplicationLogsOn() throws Exception {
        Path other = folder.resolve("other.log");
        String appenders = "<File name='OTHER' fileName='" + other + "'><PatternLayout pattern='%m%n'/></File>" + """
                <EventFile name='EVENTS' eventKey='' maxEvents='many' idleTimeout='10' onFull='wait' discardThreshold='OFF'
                           fileName='app.log' ignoreExceptions='maybe' colour='red'>
                  <JsonLayout complete='true'/>
                  <EventBuffer size='32 XB' shards='3'/>
                  <EventRotation interval='1 fortnight' directIo='perhaps'/>
                  <EventRetention minFree='120 %'/>
                  <S3Upload bucket='' secretKey='hunter2' partSize='huge'/>
                  <EventOverride onFull='explode'><EventBuffer storage='shm'/></EventOverride>
                  <EventBufer size='1 MB'/>
                  <Policies/>
                </EventFile>
                """;
        try (TestContext test = TestContext.start(
                folder, appenders, "<Root level='info'><AppenderRef ref='EVENTS'/><AppenderRef ref='OTHER'/></Root>")) {
            Configuration configuration = test.configuration();
            assertThat((Object) configuration.getAppender("EVENTS")).isNull();
            test.logger().info("still alive");
        }

        assertThat(Files.readString(other)).isEqualTo("still alive" + System.lineSeparator());
        assertThat(reports.ourErrors()).hasSize(1);
        assertThat(reports.ourErrors().get(0))
                .startsWith("EventFile \"EVENTS\": not created")
                .contains("JsonLayout complete=\"true\"")
                .contains("EventFile directory: is required")
                .contains("EventFile maxEvents=\"many\"")
                .contains("EventFile idleTimeout=\"10\"")
                .contains("EventFile onFull=\"wait\"")
                .contains("EventFile discardThreshold=\"OFF\"")
                .contains("EventFile fileName=\"app.log\"")
                .contains("EventFile ignoreExceptions=\"maybe\"")
                .contains("EventFile colour=\"red\"")
                .contains("EventBuffer size=\"32 XB\"")
                .contains("EventBuffer shards=\"3\"")
                .contains("EventRotation interval=\"1 fortnight\"")
                .contains("EventRotation directIo=\"perhaps\"")
                .contains("EventRetention minFree=\"120 %\"")
                .contains("S3Upload bucket=\"\"")
                .contains("S3Upload partSize=\"huge\"")
                .contains("EventOverride name: is required")
                .contains("EventOverride onFull=\"explode\"")
                .contains("EventBuffer storage=\"shm\"")
                .contains("EventBufer: is unknown; did you mean EventBuffer?")
                .contains("Policies")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "fileName, directory",
        "filePattern, directory",
        "immediateFlush, flushInterval",
        "append, leave it out",
        "maxEvent, maxEvents"
    })
    void settingsOfOtherAppendersComeWithAHint(String setting, String hint) {
        String report = reportOn("<EventFile name='EVENTS' directory='d' " + setting + "='true'/>");

        assertThat(report).contains(setting).contains(hint);
    }

    @Test
    void aVariableThatIsNotDefinedIsNamed() {
        String report = reportOn("<EventFile name='EVENTS' directory='${env:NO_SUCH_VARIABLE_HERE}/logs'>"
                + "<EventBuffer size='${sys:no.such.property}'/></EventFile>");

        assertThat(report).contains("env:NO_SUCH_VARIABLE_HERE").contains("sys:no.such.property");
    }

    @Test
    void anAppenderNeedsAName() {
        // Log4j2's own check of the name would hide everything else
        String report = reportOn("<EventFile maxEvents='many'/>");

        assertThat(report)
                .contains("EventFile name: is required")
                .contains("maxEvents")
                .contains("directory");
    }

    @ParameterizedTest
    @CsvSource({"JsonLayout complete='true'", "SerializedLayout"})
    void layoutsThatCannotBeCutAreRefused(String layout) {
        String report = reportOn("<EventFile name='EVENTS' directory='d'><" + layout + "/></EventFile>");

        assertThat(report).contains("cannot be cut");
    }

    @Test
    void aFilterThatLog4jCouldNotCreateIsNotLeftOut() {
        String report = reportOn("<EventFile name='EVENTS' directory='d'><MarkerFilter/></EventFile>");

        assertThat(report).contains("MarkerFilter: could not be created");
    }

    @Test
    void twoLayoutsOrTwoFiltersAreAProblem() {
        String report = reportOn("<EventFile name='EVENTS' directory='d'><PatternLayout/><PatternLayout/>"
                + "<ThresholdFilter/><ThresholdFilter/></EventFile>");

        assertThat(report).contains("only one layout").contains("Filters element");
    }

    /** Log4j2 itself stumbles over an element that it does not know in a JSON configuration. */
    @Test
    void theSameHoldsForAJsonConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("log4j2.json"), """
                {"Configuration": {"status": "OFF", "shutdownHook": "disable",
                  "Appenders": {"EventFile": {"name": "EVENTS", "maxEvents": "many",
                    "EventBufer": {"size": "1 MB"},
                    "EventOverride": [{"name": "audit", "onFull": "explode"}, {"name": "login", "colour": "red"}]}},
                  "Loggers": {"Root": {"level": "info"}}}}
                """);
        LoggerContext context = new LoggerContext("json", null, file.toUri());
        context.start();
        context.stop();

        assertThat(reports.ourErrors()).hasSize(1);
        assertThat(reports.ourErrors().get(0))
                .contains("EventFile directory: is required")
                .contains("EventFile maxEvents")
                .contains("EventBufer: is unknown; did you mean EventBuffer?")
                .contains("EventOverride onFull=\"explode\"")
                .contains("EventOverride colour=\"red\"");
    }

    @Test
    void nestedElementsWithoutSettingsAndAnUploadThatIsDisabledAreFine() {
        Path directory = folder.resolve("events");
        try (TestContext test = TestContext.start(
                folder,
                TestContext.events(
                        directory,
                        "",
                        "<EventBuffer/><EventRotation/><EventRetention/><S3Upload enabled='false' bucket=''/>"))) {
            assertThat(test.events().isStarted()).isTrue();
        }

        assertThat(reports.ourErrors()).isEmpty();
    }

    /** Every name of the contract reaches core, which says what is wrong with its value, and of none that it is unknown. */
    @ParameterizedTest
    @CsvSource({
        "S3Upload, prefix storageClass kmsKeyId accessKey secretKey, bucket region endpoint pathStyle partSize concurrency tags checksum",
        "GcsUpload, prefix project storageClass kmsKeyName, bucket endpoint chunkSize concurrency",
        "DirectoryUpload, prefix directory, maxAge maxTotalSize"
    })
    void everySettingOfAnUploadIsChecked(String upload, String free, String checked) {
        String all = checked + " keyPattern compression encryptTo deleteAfterUpload uploadOnStart manifestPrefix";
        String report = reportOn(
                "<EventFile name='EVENTS' directory='d'><" + upload + attributes(free + " " + all) + "/></EventFile>");

        assertThat(all.split(" "))
                .allSatisfy(setting -> assertThat(report).contains(upload + " " + setting + "=\"?\": "));
        assertThat(report).doesNotContain("unknown");
    }

    @Test
    void anUploadWhoseSdkIsNotOnTheClassPathNamesItsCoordinates() {
        String report = reportOn("<EventFile name='EVENTS' directory='d'><GcsUpload bucket='my-bucket'/></EventFile>");

        assertThat(report).contains("GcsUpload: needs com.google.cloud:google-cloud-storage on the class path");
    }

    @Test
    void anUploadIntoADirectoryNeedsNoSdk() {
        String upload = "<DirectoryUpload directory='" + folder.resolve("archive") + "' compression='gzip'/>";
        try (TestContext test = TestContext.start(folder, TestContext.events(folder.resolve("events"), "", upload))) {
            assertThat(test.events().isStarted()).isTrue();
        }

        assertThat(reports.ourErrors()).isEmpty();
    }

    private static String attributes(String names) {
        StringBuilder attributes = new StringBuilder();
        for (String name : names.split(" ", -1)) {
            attributes.append(' ').append(name).append("='?'");
        }
        return attributes.toString();
    }

    private String reportOn(String eventFile) {
        try (TestContext test = TestContext.start(folder, eventFile)) {
            assertThat((Object) test.configuration().getAppender("EVENTS")).isNull();
        }
        List<String> errors = reports.ourErrors();
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }
}
