package io.penstock.log4j2;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** A user's program, as small as can be: it logs and ends, and leaves the rest to Log4j2's shutdown hook. */
final class SampleService {
    private SampleService() {}

    public static void main(String[] args) {
        Logger logger = LogManager.getLogger(SampleService.class);
        for (int i = 0; i < 1_000; i++) {
            ThreadContext.put("event", i % 2 == 0 ? "audit" : "payment");
            logger.info("record {}", i);
        }
        ThreadContext.clearAll();
        logger.warn("no event");
    }
}
