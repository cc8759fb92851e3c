package io.penstock.upload.gcs;

import java.time.Duration;

/**
 * How long a request may take, and how often it is sent again before the caller is told.
 *
 * @param connect until there is a connection
 * @param silence between two bytes of an answer
 * @param request one attempt in all: the only bound of a server that takes no bytes any more
 * @param attempts the first included
 * @param firstDelay before the second; it doubles
 */
record RequestLimits(Duration connect, Duration silence, Duration request, int attempts, Duration firstDelay) {
    private static final int SLOWEST_BYTES_PER_SECOND = 256 << 10;

    static RequestLimits of(int partBytes) {
        Duration silence = Duration.ofSeconds(30);
        return new RequestLimits(
                Duration.ofSeconds(10),
                silence,
                silence.plusSeconds(partBytes / SLOWEST_BYTES_PER_SECOND),
                3,
                Duration.ofMillis(250));
    }
}
