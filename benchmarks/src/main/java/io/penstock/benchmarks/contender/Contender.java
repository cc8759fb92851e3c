package io.penstock.benchmarks.contender;

import static io.penstock.benchmarks.contender.Framework.LOG4J2;
import static io.penstock.benchmarks.contender.Framework.LOGBACK;
import static io.penstock.benchmarks.contender.Output.FILE_PER_EVENT;
import static io.penstock.benchmarks.contender.Output.NOTHING;
import static io.penstock.benchmarks.contender.Output.ONE_FILE;

import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What is compared. Every contender is a configuration file, and, for the async loggers, a system property. */
public enum Contender {
    LOG4J2_PENSTOCK(LOG4J2, "penstock", "Penstock", FILE_PER_EVENT),
    LOG4J2_ASYNC_APPENDER(LOG4J2, "async-appender", "AsyncAppender → RandomAccessFile", ONE_FILE),
    LOG4J2_ASYNC_LOGGERS(LOG4J2, "random-access-file", "async loggers → RandomAccessFile", ONE_FILE) {
        @Override
        public List<String> jvmOptions() {
            return List.of("-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
        }
    },
    LOG4J2_RANDOM_ACCESS_FILE(LOG4J2, "random-access-file", "RandomAccessFile, synchronous", ONE_FILE),
    LOG4J2_FILE(LOG4J2, "file", "File, synchronous", ONE_FILE),
    LOG4J2_MEMORY_MAPPED_FILE(LOG4J2, "memory-mapped-file", "MemoryMappedFile, synchronous", ONE_FILE),
    LOG4J2_ROUTING(LOG4J2, "routing", "Routing by MDC → RollingRandomAccessFile", FILE_PER_EVENT),
    LOG4J2_ENCODE_ONLY(LOG4J2, "encode-only", "encode and throw away", NOTHING),
    LOG4J2_NOTHING(LOG4J2, "nothing", "do nothing", NOTHING),
    LOGBACK_PENSTOCK(LOGBACK, "penstock", "Penstock", FILE_PER_EVENT),
    LOGBACK_ASYNC_APPENDER(LOGBACK, "async-appender", "AsyncAppender → FileAppender", ONE_FILE),
    LOGBACK_LOGSTASH_DISRUPTOR(
            LOGBACK, "logstash-disruptor", "logstash-logback-encoder's Disruptor appender", ONE_FILE),
    LOGBACK_FILE(LOGBACK, "file", "FileAppender, synchronous", ONE_FILE),
    LOGBACK_SIFTING(LOGBACK, "sifting", "SiftingAppender by MDC → FileAppender", FILE_PER_EVENT),
    LOGBACK_ENCODE_ONLY(LOGBACK, "encode-only", "encode and throw away", NOTHING),
    LOGBACK_NOTHING(LOGBACK, "nothing", "do nothing", NOTHING);

    private final Framework framework;
    private final String file;
    private final String title;
    private final Output output;

    Contender(Framework framework, String file, String title, Output output) {
        this.framework = framework;
        this.file = file;
        this.title = title;
        this.output = output;
    }

    public Framework framework() {
        return framework;
    }

    /** What people read in tables, without the framework's name. */
    public String title() {
        return title;
    }

    public Output output() {
        return output;
    }

    public boolean isPenstock() {
        return this == LOG4J2_PENSTOCK || this == LOGBACK_PENSTOCK;
    }

    /** Options of the child JVM that belong to the contender. */
    public List<String> jvmOptions() {
        return List.of();
    }

    /** The configuration, on the class path. */
    public URL configuration() {
        String path = "/contenders/" + framework.folder() + "/" + file + ".xml";
        return Objects.requireNonNull(Contender.class.getResource(path), path);
    }

    /** A name for directories. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
