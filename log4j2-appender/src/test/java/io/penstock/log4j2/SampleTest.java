package io.penstock.log4j2;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of the configuration contract, to the letter, in a program of its own. */
class SampleTest {
    private static final Pattern UPLOAD_LIBRARY = Pattern.compile("(s3|zstd-jni)-\\d.*\\.jar");

    @TempDir
    Path folder;

    @Test
    void theSampleLoadsAsItStandsAndAProgramThatJustEndsLosesNothing() throws Exception {
        Path output = run(Map.of());

        assertThat(output).as("Penstock writes nothing to stdout or stderr").isEmptyFile();
        Landed landed = Landed.in(folder.resolve("logs"));
        assertThat(landed.lines("audit")).hasSize(500);
        assertThat(landed.lines("payment")).hasSize(500);
        assertThat(landed.lines("audit").get(0)).endsWith(" INFO  [main] i.p.l.SampleService - record 0");
        assertThat(landed.lines("default")).hasSize(1);
        assertThat(landed.liveFiles()).isEmpty();
    }

    @Test
    void theSampleWithItsUploadEnabledSaysThatTheBucketAndTheSdkAreMissing() throws Exception {
        assertThat(Files.readString(run(Map.of("LOG_UPLOAD", "true"))))
                .contains("EventFile \"EVENTS\": not created")
                .contains("S3Upload bucket=\"\": must be 3 to 63 characters")
                .contains("S3Upload: needs software.amazon.awssdk:s3 on the class path")
                .contains("S3Upload compression=\"zstd\": needs com.github.luben:zstd-jni on the class path");
    }

    /** The sample's program, to its end, and what it printed. */
    private Path run(Map<String, String> environment) throws Exception {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // or the JVM itself warns on stderr
        }
        command.addAll(
                List.of("-cp", classPath(), "-Dlog4j2.configurationFile=sample.xml", SampleService.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process service = builder.start();
        try {
            assertThat(service.waitFor(240, SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(service.exitValue()).as(Files.readString(output)).isZero();
        return output;
    }

    @Test
    void aPropertiesFileDoesAsWell() throws Exception {
        Path file = Files.writeString(folder.resolve("log4j2.properties"), """
                status = OFF
                shutdownHook = disable
                appender.events.type = EventFile
                appender.events.name = EVENTS
                appender.events.directory = %s
                appender.events.defaultEvent = rest
                appender.events.layout.type = PatternLayout
                appender.events.layout.pattern = %%m%%n
                appender.events.buffer.type = EventBuffer
                appender.events.buffer.size = 1 MB
                appender.events.audit.type = EventOverride
                appender.events.audit.name = audit
                appender.events.audit.rotation.type = EventRotation
                appender.events.audit.rotation.interval = 10 m
                rootLogger = INFO, EVENTS
                """.formatted(folder.resolve("logs")));
        LoggerContext context = new LoggerContext("properties", null, file.toUri());
        context.start();
        context.getLogger("app").info("from properties");
        context.stop();

        assertThat(Landed.in(folder.resolve("logs")).lines("rest")).containsExactly("from properties");
    }

    /** As an application has it that does not upload. */
    private static String classPath() {
        // relative entries would not be found from the service's working directory
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry ->
                        !UPLOAD_LIBRARY.matcher(entry.getFileName().toString()).matches())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
