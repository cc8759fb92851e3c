package io.penstock.log4j2;

import java.util.function.Supplier;
import org.apache.logging.log4j.message.AsynchronouslyFormattable;
import org.apache.logging.log4j.message.Message;

/**
 * A message whose text is made when the layout asks for it, by code of the application's. Log4j2 makes the text of most messages before it calls an appender; of those
 * with this annotation it does not.
 */
@AsynchronouslyFormattable
final class LazyMessage implements Message {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<String> text;

    LazyMessage(Supplier<String> text) {
        this.text = text;
    }

    /** A message that recurses until the stack is used up. */
    static LazyMessage endless() {
        return new LazyMessage(LazyMessage::recurse);
    }

    @Override
    public String getFormattedMessage() {
        return text.get();
    }

    @Override
    @SuppressWarnings("NullAway")
    public Object[] getParameters() {
        return new Object[0];
    }

    @Override
    @SuppressWarnings("NullAway")
    public Throwable getThrowable() {
        return null;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static String recurse() {
        return recurse() + 'x';
    }
}
