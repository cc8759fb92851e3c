package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and what the user is told. */
class ConfigProblemsTest {
    private static final Machine MACHINE = Machines.WITH_4_PROCESSORS;
    private static final RawElement VALID = RawElement.appender("EventFile").with("directory", "logs");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events            | a,,b          | must be event names separated by commas, none of them empty",
                "events            | a,            | must be event names separated by commas, none of them empty",
                "maxEvents         | many          | must be a whole number from 1 to 1000000; or unlimited",
                "maxEvents         | 0             | must be a whole number from 1 to 1000000; or unlimited",
                "maxEvents         | 1.5           | must be a whole number from 1 to 1000000; or unlimited",
                "maxEvents         | 9999999999999 | must be a whole number from 1 to 1000000; or unlimited",
                "maxEvents         | -2            | must be a whole number from 1 to 1000000; or unlimited",
                "idleTimeout       | 0             | must be at least 1 ms; or unlimited",
                "flushInterval     | 0             | must be at least 1 ms",
                "onFull            | wait          | must be block or drop",
                "blockTimeout      | -5 s          | must not be negative; must be a duration: a number and ms, s, m, h or d, such as 10 s, or ISO-8601, such as PT10S; or unlimited",
                "discardThreshold  | OFF           | OFF and ALL are refused because they mean the opposite elsewhere; must be one of none, TRACE, DEBUG, INFO, WARN, ERROR, FATAL",
                "discardThreshold  | all           | OFF and ALL are refused because they mean the opposite elsewhere; must be one of none, TRACE, DEBUG, INFO, WARN, ERROR, FATAL",
                "discardThreshold  | WARNING       | must be one of none, TRACE, DEBUG, INFO, WARN, ERROR, FATAL",
                "discardThreshold  | \u0131nfo     | must be one of none, TRACE, DEBUG, INFO, WARN, ERROR, FATAL",
                "shutdownTimeout   | 20            | needs a unit; must be a duration: a number and ms, s, m, h or d, such as 10 s, or ISO-8601, such as PT10S; or unlimited",
                "host              | a b           | must be 1 to 64 ASCII letters, digits, '.', '_' or '-', and not begin with '.'",
                "host              | ../x          | must be 1 to 64 ASCII letters, digits, '.', '_' or '-', and not begin with '.'",
                "host              | ..            | must be 1 to 64 ASCII letters, digits, '.', '_' or '-', and not begin with '.'",
                "jmx               | yes           | must be true or false",
                "jmx               | 1             | must be true or false",
                "ignoreExceptions  | no            | must be true or false",
                "fileName          | a.log         | is unknown here; file names come from the events; set directory",
                "filePattern       | a-%d.log      | is unknown here; sealed files are named by event and time; set directory, and rotation for when to change files",
                "immediateFlush    | true          | is unknown here; a record waits in memory for at most flushInterval; set that",
                "append            | true          | is unknown here; an earlier run's live files are always kept and sealed; leave it out",
                "maxEvent          | 3             | is unknown; did you mean maxEvents?",
                "Directory         | 3             | is unknown; did you mean directory?",
                "directroy         | 3             | is unknown; did you mean directory?",
                "interval          | 1 h           | is unknown here; it belongs to rotation",
                "size              | 1 MB          | is unknown here; it belongs to buffer or rotation",
                "colour            | red           | is unknown; known are name, ignoreExceptions, directory, eventKey, defaultEvent, events, maxEvents, overflowEvent, idleTimeout, flushInterval, onFull, blockTimeout, discardThreshold, shutdownTimeout, host, jmx",
            })
    void wrongAppenderSettingsAreNamedWithTheirRule(String setting, String value, String rule) {
        assertThat(problems(VALID.with(setting, value)))
                .containsExactly("EventFile " + setting + "=\"" + value + "\": " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size           | unlimited  | cannot be unlimited; must be a size: a number and B, KB, MB, GB or TB, such as 32 MB",
                "size           | 4 KB       | a half must have at least 4 KB; that takes a size of at least 8 KB with 1 shard of two halves",
                "size           | 0          | a half must have at least 4 KB; that takes a size of at least 8 KB with 1 shard of two halves",
                "size           | 16 GB      | a half must be less than 2 GB; that takes more shards or a size of less than 16 GB with 4 shards of two halves each",
                "shards         | 3          | must be a power of two up to 64, or 0 for as many as processors",
                "shards         | 128        | must be a power of two up to 64, or 0 for as many as processors",
                "shards         | -1         | must be a power of two up to 64, or 0 for as many as processors",
                "order          | loose      | must be strict or thread",
                "flushThreshold | 0          | must be a whole number of per cent from 1 to 100",
                "flushThreshold | 101 %      | must be a whole number of per cent from 1 to 100",
                "flushThreshold | half       | must be a whole number of per cent from 1 to 100",
                "storage        | shm        | shared memory is not available in this version; use auto or anonymous",
                "storage        | heap       | must be auto or anonymous or shm",
                "maxMemory      | 255 KB     | must be at least 256 KB, for the staging areas and the default and the overflow event; or unlimited",
                "sise           | 1 MB       | is unknown; did you mean size?",
                "interval       | 1 MB       | is unknown here; it belongs to rotation",
            })
    void wrongBufferSettingsAreNamedWithTheirRule(String setting, String value, String rule) {
        RawElement buffer = RawElement.of(ElementKind.BUFFER, "EventBuffer").with(setting, value);

        assertThat(problems(VALID.child(buffer)))
                .containsExactly("EventBuffer " + setting + "=\"" + value + "\": " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROTATION  | size            | 1023       | must be at least 1 KB; or unlimited",
                "ROTATION  | interval        | 0          | must be at least 1 ms; or unlimited",
                "ROTATION  | preallocate     | on         | must be true or false",
                "ROTATION  | directIo        | true       | must be auto or on or off",
                "ROTATION  | sync            | always     | must be seal or flush or off",
                "ROTATION  | filePermissions | 640        | must be nine characters such as rw-r-----",
                "ROTATION  | filePermissions | rw-r----x- | must be nine characters such as rw-r-----",
                "ROTATION  | filePermissions | r--r-----  | must let the owner read and write, as in rw-r-----",
                "ROTATION  | filePermissions | -w-r-----  | must let the owner read and write, as in rw-r-----",
                "RETENTION | maxAge          | 0          | must be at least 1 ms; or unlimited",
                "RETENTION | maxTotalSize    | 0          | must be more than 0; or unlimited",
                "RETENTION | minFree         | 5          | must be a share from 0 % to less than 100 %, such as 5 %",
                "RETENTION | minFree         | 100 %      | must be a share from 0 % to less than 100 %, such as 5 %",
                "RETENTION | minFree         | -1 %       | must be a share from 0 % to less than 100 %, such as 5 %",
                "RETENTION | minFree         | NaN %      | must be a share from 0 % to less than 100 %, such as 5 %",
                "RETENTION | minFree         | unlimited  | must be a share from 0 % to less than 100 %, such as 5 %",
            })
    void wrongFileSettingsAreNamedWithTheirRule(ElementKind kind, String setting, String value, String rule) {
        RawElement child = RawElement.of(kind).with(setting, value);

        assertThat(problems(VALID.child(child)))
                .containsExactly(kind.word() + " " + setting + "=\"" + value + "\": " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs/${env:APP}            | env:APP",
                "${sys:a.b:-${env:X}}       | sys:a.b",
                "${unclosed                 | unclosed",
                "LOG_DIR_IS_UNDEFINED       | LOG_DIR",
                "/var/LOG_DIR_IS_UNDEFINED  | LOG_DIR",
                "BASE_IS_UNDEFINED/logs     | BASE",
            })
    void aVariableThatWasNotReplacedIsNamed(String value, String variable) {
        assertThat(problems(VALID.with("directory", value)))
                .containsExactly("EventFile directory=\"" + value + "\": the variable " + variable
                        + " is not defined; define it or give it a default, as in ${…:-default}");
    }

    @Test
    void aMissingDirectoryIsAProblem() {
        assertThat(problems(RawElement.appender("EventFile"))).containsExactly("EventFile directory: is required");
    }

    @Test
    void aDirectoryThatIsNoPathIsAProblemOnOneLine() {
        assertThat(problems(VALID.with("directory", "a\0b\nc")))
                .containsExactly(
                        "EventFile directory=\"a\\u0000b\\u000ac\": must be a path: Nul character not allowed");
    }

    @Test
    void everyProblemIsListedAtOnceInTheOrderOfTheElements() {
        RawElement appender = RawElement.appender("EventFile")
                .with("onFull", "wait")
                .with("flieName", "x")
                .with("jmx", "${env:JMX}")
                .child(RawElement.of(ElementKind.OVERRIDE, "EventOverride")
                        .with("blockTimeout", "10")
                        .child(RawElement.of(ElementKind.BUFFER, "EventBuffer").with("shards", "5")))
                .child(RawElement.of(ElementKind.BUFFER, "EventBuffer")
                        .with("size", "x")
                        .with("order", "y"))
                .child(RawElement.of(ElementKind.ROTATION, "EventRotation").with("size", "z"))
                .child(RawElement.of(ElementKind.RETENTION, "EventRetention").with("minFree", "5"));

        assertThat(problems(appender))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly(
                        "EventFile directory",
                        "EventFile onFull=\"wait\"",
                        "EventFile flieName=\"x\"",
                        "EventFile jmx=\"${env:JMX}\"",
                        "EventOverride name",
                        "EventOverride blockTimeout=\"10\"",
                        "EventBuffer shards=\"5\"",
                        "EventBuffer size=\"x\"",
                        "EventBuffer order=\"y\"",
                        "EventRotation size=\"z\"",
                        "EventRetention minFree=\"5\"");
    }

    @Test
    void anElementThatMayStandOnceIsRefusedTheSecondTimeAndReadAllTheSame() {
        RawElement appender = VALID.child(RawElement.of(ElementKind.BUFFER).with("size", "1 MB"))
                .child(RawElement.of(ElementKind.BUFFER).with("size", "x").with("storage", "shm"))
                .child(RawElement.of(ElementKind.ROTATION))
                .child(RawElement.of(ElementKind.ROTATION).with("sync", "x"))
                .child(RawElement.of(ElementKind.RETENTION))
                .child(RawElement.of(ElementKind.RETENTION));

        assertThat(problems(appender))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly(
                        "buffer",
                        "buffer size=\"x\"",
                        "buffer storage=\"shm\"",
                        "rotation",
                        "rotation sync=\"x\"",
                        "retention");
        assertThat(problems(appender)).contains("buffer: stands more than once in EventFile; only one is allowed");
    }

    @Test
    void anUnknownOrMisplacedElementIsAProblemInTheFrameworksSpelling() {
        RawElement unknown = RawElement.of(ElementKind.UNKNOWN, "EventBufer").with("size", "1 MB");
        assertThat(problems(VALID.child(unknown))).containsExactly("EventBufer: is unknown; did you mean EventBuffer?");
        assertThat(problems(VALID.child(RawElement.of(ElementKind.UNKNOWN, "Rotation"))))
                .containsExactly("Rotation: is unknown; did you mean EventRotation?");
        assertThat(problems(VALID.child(RawElement.of(ElementKind.UNKNOWN, "Policies"))))
                .containsExactly(
                        "Policies: cannot stand in EventFile; known there are EventBuffer, EventRotation, EventRetention,"
                                + " EventOverride, S3Upload, GcsUpload, DirectoryUpload");
        assertThat(problems(VALID.child(RawElement.of(ElementKind.OVERRIDE)
                        .with("name", "a")
                        .child(RawElement.of(ElementKind.RETENTION)))))
                .containsExactly("retention: cannot stand in override; known there are buffer, rotation");
        assertThat(problems(VALID.child(RawElement.of(ElementKind.BUFFER).child(RawElement.of(ElementKind.BUFFER)))))
                .containsExactly("buffer: cannot stand in buffer, which takes no nested element");
        assertThat(problems(RawElement.of(ElementKind.BUFFER)))
                .contains("buffer: must be the appender, not a nested element");
    }

    @Test
    void moreEventsThanMayBeOpenAreRefused() {
        assertThat(problems(VALID.with("events", "a,b,a,default,c,overflow").with("maxEvents", "2")))
                .containsExactly("EventFile events=\"a,b,a,default,c,overflow\": names 3 events, but maxEvents is 2");
        assertThat(problems(VALID.with("events", "a,b,a,default,overflow").with("maxEvents", "2")))
                .isEmpty();
    }

    @Test
    void aVeryLongValueIsShownInPart() {
        assertThat(problems(VALID.with("onFull", "x".repeat(100_000))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.length()).isLessThan(200));
    }

    private static List<String> problems(RawElement appender) {
        return PenstockConfig.parse(appender, MACHINE).problems().stream()
                .map(Problem::message)
                .toList();
    }
}
