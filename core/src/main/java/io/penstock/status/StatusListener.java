package io.penstock.status;

import org.jspecify.annotations.Nullable;

/** Where core reports what an operator must know: the framework's own status channel. Any thread; must not throw or block, and must not log. */
public interface StatusListener {
    void error(String message, @Nullable Throwable cause);

    void warn(String message, @Nullable Throwable cause);

    void info(String message);
}
