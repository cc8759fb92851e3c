package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Checksum;
import io.penstock.config.S3Config.Credentials;
import io.penstock.upload.Part;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What requests say besides their bytes. The server refuses them all: nobody needs its answers. */
class S3HeadersTest {
    private final List<List<String>> tagging = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            tagging.add(exchange.getRequestHeaders().getOrDefault("x-amz-tagging", List.of()));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** An empty tagging header asks AWS for a right that an upload without tags does not need. */
    @Test
    void withoutTagsNothingIsSaidOfThem() throws Exception {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        S3Config config = S3Settings.at(endpoint, Checksum.AUTO, new Credentials("any", "pair"));
        byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);

        try (S3Store store = S3Store.open(config, S3Timeouts.of(config))) {
            assertThat(catchThrowable(() -> store.begin("key"))).isNotNull();
            assertThat(catchThrowable(() -> store.put("key", new Part(1, bytes, 1, 0, new byte[16]))))
                    .isNotNull();
        }

        assertThat(tagging).hasSizeGreaterThanOrEqualTo(2).allMatch(List::isEmpty);
    }
}
