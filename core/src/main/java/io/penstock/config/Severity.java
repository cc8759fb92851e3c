package io.penstock.config;

/** The frameworks' common levels, least severe first; {@link #NONE} lies below all of them and discards nothing. */
public enum Severity {
    NONE,
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
}
