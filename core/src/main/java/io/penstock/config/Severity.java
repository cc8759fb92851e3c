package io.penstock.config;

/** The frameworks' common levels, least severe first. */
public enum Severity {
    /** Below all levels: as a threshold, nothing is discarded. */
    NONE,
    /** Finest. */
    TRACE,
    /** For developers. */
    DEBUG,
    /** The usual. */
    INFO,
    /** Something may be wrong. */
    WARN,
    /** Something is wrong. */
    ERROR,
    /** The application cannot go on; Logback has no such level. */
    FATAL
}
