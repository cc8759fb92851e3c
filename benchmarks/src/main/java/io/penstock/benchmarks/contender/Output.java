package io.penstock.benchmarks.contender;

/** What a contender leaves on disk. */
public enum Output {
    /** One file with all events. */
    ONE_FILE,
    /** Files of their own for every event, named after it. */
    FILE_PER_EVENT,
    /** Nothing: a yardstick, not an appender that anybody would use. */
    NOTHING
}
