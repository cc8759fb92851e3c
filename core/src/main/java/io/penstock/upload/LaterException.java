package io.penstock.upload;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file has to be tried again, for a reason that says nothing about the store. */
final class LaterException extends IOException {
    private static final long serialVersionUID = 1L;

    LaterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
