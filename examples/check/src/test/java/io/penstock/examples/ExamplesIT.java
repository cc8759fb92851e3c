package io.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged examples, run as a user runs them: {@code java -jar}. */
class ExamplesIT {
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    Path work;

    /** I1, I2, I3: every line in its event's sealed file, whole, once and in order; nothing on the screen, no warning of native access either. */
    @ParameterizedTest
    @ValueSource(strings = {"log4j2", "logback"})
    void everyLineIsInTheSealedFileOfItsEvent(String example) throws Exception {
        assertThat(run(example)).isEmpty();

        assertThat(messages("payment")).isEqualTo(requests("payment", 1000));
        assertThat(messages("login")).isEqualTo(requests("login", 500));
        assertThat(messages("default")).containsExactly("closing");
        assertThat(logFiles(work.resolve("logs")))
                .as("files that are not sealed")
                .isEmpty();
    }

    /** What the example printed, both streams. */
    private String run(String example) throws IOException, InterruptedException {
        Path jar =
                Path.of("..", example, "target", "example-" + example + ".jar").toAbsolutePath();
        Path output = work.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString())
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("LOG_DIR");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private List<String> messages(String event) throws IOException {
        List<Path> files = logFiles(work.resolve("logs").resolve("sealed")).stream()
                .filter(file -> file.getFileName().toString().startsWith(event + "_"))
                .toList();
        assertThat(files).as("sealed files of " + event).hasSize(1);
        return Files.readAllLines(files.get(0)).stream()
                .map(line -> line.substring(line.indexOf(" - ") + " - ".length()))
                .toList();
    }

    private static List<Path> logFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    private static List<String> requests(String event, int customers) {
        return IntStream.rangeClosed(1, customers)
                .boxed()
                .flatMap(customer ->
                        Stream.of("begins", "done").map(step -> event + " of customer " + customer + " " + step))
                .toList();
    }
}
