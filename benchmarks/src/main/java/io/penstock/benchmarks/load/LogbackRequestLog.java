package io.penstock.benchmarks.load;

import org.slf4j.Logger;
import org.slf4j.MDC;

/** A service on the SLF4J API, with Logback behind it. */
public final class LogbackRequestLog implements RequestLog {
    private final Logger logger;

    public LogbackRequestLog(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void begin(String event) {
        MDC.put(EVENT_KEY, event);
    }

    @Override
    public void line(String event, long number, int customer, int amount, int millis) {
        logger.info("{} #{} customer {} amount {} took {} ms", event, number, customer, amount, millis);
    }

    @Override
    public void end() {
        MDC.remove(EVENT_KEY);
    }
}
