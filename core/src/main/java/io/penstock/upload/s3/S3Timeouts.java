package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import java.time.Duration;

/**
 * How long one attempt of a request may take. The SDK has no bound of its own while it writes, so that a stalled connection would hold a
 * thread for ever.
 *
 * @param request one without a body
 * @param part one that carries a part
 * @param complete making an object of its parts, for which S3 may take minutes
 */
record S3Timeouts(Duration request, Duration part, Duration complete) {
    private static final Duration REQUEST = Duration.ofSeconds(60);
    private static final Duration COMPLETE = Duration.ofMinutes(10);

    /** Parts share a line that may be slow: four at once on 1 Mbit/s. With a higher floor they would all be given up, again and again. */
    private static final int SLOWEST_BYTES_PER_SECOND = 30_000;

    static S3Timeouts of(S3Config config) {
        Duration part = REQUEST.plusSeconds(config.partBytes() / SLOWEST_BYTES_PER_SECOND);
        return new S3Timeouts(REQUEST, part, COMPLETE);
    }
}
