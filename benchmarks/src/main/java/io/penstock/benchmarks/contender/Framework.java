package io.penstock.benchmarks.contender;

/** The logging frameworks. */
public enum Framework {
    LOG4J2("Log4j2", "log4j2"),
    LOGBACK("Logback", "logback");

    private final String title;
    private final String folder;

    Framework(String title, String folder) {
        this.title = title;
        this.folder = folder;
    }

    /** Its name as people write it. */
    public String title() {
        return title;
    }

    /** Where its contenders' configurations are, below {@code contenders/}. */
    public String folder() {
        return folder;
    }

    /** The framework of this JVM, without a configuration yet. */
    public StartedFramework open() {
        return this == LOG4J2 ? new StartedLog4j2() : new StartedLogback();
    }
}
