package io.penstock.upload;

import java.io.IOException;

/** A sealed file is not what it was when it was sealed: it can never be uploaded. */
final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException(String message) {
        super(message);
    }
}
