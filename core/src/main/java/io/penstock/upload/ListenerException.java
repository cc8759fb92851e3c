package io.penstock.upload;

import java.io.IOException;

/** A listener could not take a record: the file is tried again, and the store is all right. */
final class ListenerException extends IOException {
    private static final long serialVersionUID = 1L;

    ListenerException(String message, Throwable cause) {
        super(message, cause);
    }
}
