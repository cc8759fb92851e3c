package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.Headers;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests say besides their bytes. The server refuses them all: nobody needs its answers. */
class S3HeadersTest {
    private static final String BODY_HASH = "x-amz-content-sha256";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
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

    private S3Config config(Checksum checksum) {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return S3Settings.at(endpoint, checksum, new Credentials("any", "pair"));
    }

    private static Part part() {
        return new Part(1, "x".getBytes(StandardCharsets.UTF_8), 1, 0, new byte[16]);
    }

    /** An empty tagging header asks AWS for a right that an upload without tags does not need. */
    @Test
    void withoutTagsNothingIsSaidOfThem() throws Exception {
        S3Config config = config(Checksum.AUTO);
        try (S3Store store = S3Store.open(config, S3Timeouts.of(config))) {
            assertThat(catchThrowable(() -> store.begin("key"))).isNotNull();
            assertThat(catchThrowable(() -> store.put("key", part()))).isNotNull();
        }

        assertThat(requests).hasSizeGreaterThanOrEqualTo(2).noneMatch(headers -> headers.containsKey("x-amz-tagging"));
    }

    /** Nobody on the way can change a body unseen: the signature covers it, or the checksum that does. */
    @ParameterizedTest
    @CsvSource({"WHEN_REQUIRED, content-md5", "WHEN_SUPPORTED, x-amz-checksum-crc32c"})
    void aBodyIsSignedOnceAndItsChecksumStandsForIt(Checksum checksum, String header) throws Exception {
        S3Config config = config(checksum);
        try (S3Calls calls = new S3Calls(config, S3Timeouts.of(config))) {
            assertThat(catchThrowable(() -> calls.uploadPart("key", "id", part())))
                    .isNotNull();
            assertThat(catchThrowable(() -> calls.put("key", part(), null))).isNotNull();
            assertThat(requests)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(headers -> headers.getFirst(BODY_HASH).equals(UNSIGNED))
                    .allMatch(headers -> signed(headers).contains(header));

            requests.clear();
            assertThat(catchThrowable(() -> calls.complete("key", "id", List.of(), null)))
                    .isNotNull();
            assertThat(requests)
                    .isNotEmpty()
                    .noneMatch(headers -> headers.getFirst(BODY_HASH).equals(UNSIGNED));
        }
    }

    private static List<String> signed(Headers headers) {
        String names = headers.getFirst("Authorization")
                .replaceFirst(".*SignedHeaders=", "")
                .replaceFirst(",.*", "");
        return List.of(names.split(";"));
    }
}
