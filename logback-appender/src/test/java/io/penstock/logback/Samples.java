package io.penstock.logback;

import io.penstock.config.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of configuration. */
final class Samples {
    static final String UPLOAD =
            "enabled prefix keyPattern compression encryptTo deleteAfterUpload uploadOnStart manifestPrefix";

    private Samples() {}

    /** The sample of the configuration contract, letter for letter. */
    static final String CONTRACT = """
            <configuration>
              <appender name="EVENTS" class="io.penstock.logback.EventFileAppender">
                <directory>${LOG_DIR:-logs}</directory>
                <eventKey>event</eventKey>
                <events>audit,payment</events>
                <encoder><pattern>%d{ISO8601} %-5level [%thread] %logger{36} - %msg%n</pattern></encoder>
                <buffer><size>32 MB</size></buffer>
                <rotation><size>256 MB</size><interval>1 h</interval></rotation>
                <retention><maxTotalSize>10 GB</maxTotalSize></retention>
                <s3Upload>
                  <enabled>${LOG_UPLOAD:-false}</enabled>
                  <bucket>${LOG_BUCKET:-}</bucket><region>eu-west-1</region><prefix>app/</prefix><compression>zstd</compression>
                </s3Upload>
                <override>
                  <name>audit</name><onFull>block</onFull><blockTimeout>unlimited</blockTimeout>
                  <rotation><interval>10 m</interval></rotation>
                </override>
              </appender>
              <root level="INFO"><appender-ref ref="EVENTS"/></root>
            </configuration>
            """;

    static Logging contract(Path directory) {
        Logging logging = new Logging();
        logging.context.putProperty("LOG_DIR", directory.toString());
        return logging.configure(CONTRACT);
    }

    /** Every setting with some text. */
    static String settings(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> "<" + name + ">?</" + name + ">")
                .collect(Collectors.joining());
    }

    static String element(String name, String settings) {
        return "<" + name + ">" + settings(settings) + "</" + name + ">";
    }

    /** What the adapter itself finds wrong. */
    static List<String> problems(EventFileAppender appender) {
        return appender.problems().stream().map(Problem::message).toList();
    }
}
