package io.penstock.benchmarks.load;

import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** A service on the Log4j2 API. */
public final class Log4j2RequestLog implements RequestLog {
    private final Logger logger;

    public Log4j2RequestLog(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void begin(String event) {
        ThreadContext.put(EVENT_KEY, event);
    }

    @Override
    public void line(String event, long number, int customer, int amount, int millis) {
        logger.info("{} #{} customer {} amount {} took {} ms", event, number, customer, amount, millis);
    }

    @Override
    public void end() {
        ThreadContext.remove(EVENT_KEY);
    }
}
