package io.penstock.benchmarks.contender;

import io.penstock.benchmarks.load.RequestLog;
import java.net.URL;
import java.nio.file.Path;

/** The framework of this JVM; configured, stopped and configured again by one thread. */
public interface StartedFramework {
    /** The system or context property through which configurations learn where to write. */
    String DIRECTORY_PROPERTY = "bench.dir";

    /** The service's logger. */
    String LOGGER = "com.example.shop.Checkout";

    /** Loads a configuration that writes to {@code directory}; throws if the framework could not use it. */
    void start(URL configuration, Path directory);

    /** A worker's logger. Call it after {@link #start}. */
    RequestLog requestLog();

    /** The framework's own orderly stop: when it returns, the appenders have written what they hold. */
    void stop();
}
