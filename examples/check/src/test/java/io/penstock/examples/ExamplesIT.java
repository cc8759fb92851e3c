package io.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged examples, run as a user runs them: {@code java -jar}. */
class ExamplesIT {
    @TempDir
    Path work;

    /** I1, I2, I3: every line in its event's sealed file, whole, once and in order; nothing on the screen, no warning of native access either. */
    @ParameterizedTest
    @ValueSource(strings = {"log4j2", "logback"})
    void everyLineIsInTheSealedFileOfItsEvent(String example) throws Exception {
        assertThat(Example.run(work, example)).isEmpty();

        assertThat(messages("payment")).isEqualTo(requests("payment", 1000));
        assertThat(messages("login")).isEqualTo(requests("login", 500));
        assertThat(messages("default")).containsExactly("closing");
        assertThat(logFiles(work.resolve("logs")))
                .as("files that are not sealed")
                .isEmpty();
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
