package io.penstock.upload.s3;

import com.example.s3server.LocalS3;
import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Checksum;
import io.penstock.config.S3Config.Credentials;
import java.net.URI;
import java.util.Map;

/** Settings for tests, and what they ask a server past the store. */
final class S3Settings {
    static final int PART_BYTES = 5 * 1024 * 1024;

    private S3Settings() {}

    static S3Config of(LocalS3 server) {
        return at(server.endpoint(), Checksum.AUTO, new Credentials(server.accessKey(), server.secretKey()));
    }

    static S3Config at(URI endpoint, Checksum checksum, Credentials credentials) {
        return new S3Config("logs", null, endpoint, true, PART_BYTES, 4, null, null, Map.of(), checksum, credentials);
    }

    /** As on AWS, all checksums that the SDK knows, with tags. */
    static S3Config withChecksums(URI endpoint) {
        return new S3Config(
                "logs",
                null,
                endpoint,
                true,
                PART_BYTES,
                4,
                "STANDARD_IA",
                null,
                Map.of("team", "shop", "stage", "test"),
                Checksum.WHEN_SUPPORTED,
                new Credentials("any", "pair"));
    }

    static int unfinished(S3Calls calls, String key) {
        return (int) calls.unfinished(key, null, null).uploads().stream()
                .filter(upload -> upload.key().equals(key))
                .count();
    }
}
