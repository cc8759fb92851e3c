package io.penstock.stress;

import io.penstock.status.StatusListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what core reported, for assertions and for the message of a failed one. */
final class Told implements StatusListener {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void error(String message, @Nullable Throwable cause) {
        all.add("ERROR " + message + stack(cause));
    }

    @Override
    public void warn(String message, @Nullable Throwable cause) {
        all.add("WARN " + message + stack(cause));
    }

    @Override
    public void info(String message) {
        all.add("INFO " + message);
    }

    boolean contains(String part) {
        return all.stream().anyMatch(message -> message.contains(part));
    }

    long count(String part) {
        return all.stream().filter(message -> message.contains(part)).count();
    }

    private static String stack(@Nullable Throwable cause) {
        StringWriter text = new StringWriter();
        if (cause != null) {
            cause.printStackTrace(new PrintWriter(text.append('\n')));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return String.join("\n", all);
    }
}
