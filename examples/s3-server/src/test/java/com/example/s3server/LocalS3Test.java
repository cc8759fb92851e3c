package com.example.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalS3Test {
    @TempDir
    Path directory;

    /** An outage: the address stays, nobody answers, and then somebody does again. */
    @Test
    void answersAtTheSameAddressAfterAnOutage() throws Exception {
        try (LocalS3 server = LocalS3.start(directory)) {
            URI endpoint = server.endpoint();
            assertThat(statusOf(endpoint)).as("unsigned").isEqualTo(403);

            server.stop();
            assertThat(refused(endpoint)).isTrue();

            server.restart();
            assertThat(server.endpoint()).isEqualTo(endpoint);
            assertThat(statusOf(endpoint)).isEqualTo(403);
        }
    }

    /** A dead parent leaves no server behind: its end of the pipe closes with it. */
    @Test
    void endsWithItsInput() throws Exception {
        try (LocalS3 server = LocalS3.start(directory)) {
            var process = ProcessHandle.of(server.pid()).orElseThrow();

            server.closeInput();

            assertThat(process.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    private static int statusOf(URI endpoint) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean refused(URI endpoint) throws IOException, InterruptedException {
        try {
            statusOf(endpoint);
            return false;
        } catch (ConnectException expected) {
            return true;
        }
    }
}
