package io.penstock.log4j2;

import java.util.function.Supplier;
import org.apache.logging.log4j.message.Message;

/** A message whose text is made when the layout asks for it, as the application's own code in a toString is. */
final class FailingMessage implements Message {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<String> text;

    FailingMessage(Supplier<String> text) {
        this.text = text;
    }

    /** A message that recurses until the stack is used up. */
    static FailingMessage endless() {
        return new FailingMessage(FailingMessage::recurse);
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
