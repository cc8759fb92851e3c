package io.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Command lines as a user types them, in a directory. */
public record Shell(Path directory) {
    private static final long PATIENCE_SECONDS = 240;

    /** The exit status of the last command; what they print is lost. */
    public int run(String commands) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended: %s", commands).isTrue();
        return process.exitValue();
    }
}
