package io.penstock.benchmarks.load;

/**
 * What a service does with its logger while it handles a request. One instance per worker thread, used by that thread only.
 * A run loads one implementation, so the call costs what a direct call to the logger costs.
 */
public interface RequestLog {
    /** The MDC key that holds the event. */
    String EVENT_KEY = "event";

    /** Puts the event into the MDC. */
    void begin(String event);

    /** Logs one line: {@code payment #42 customer 1234 amount 99 took 12 ms}. */
    void line(String event, long number, int customer, int amount, int millis);

    /** Takes the event out of the MDC. */
    void end();
}
