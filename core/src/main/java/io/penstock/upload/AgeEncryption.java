package io.penstock.upload;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** The age format (age-encryption.org/v1) for X25519 recipients, each of which can read alone. The only class that touches jagged. */
final class AgeEncryption {
    private final List<RecipientStanzaWriter> recipients;

    private AgeEncryption(List<RecipientStanzaWriter> recipients) {
        this.recipients = recipients;
    }

    /** @throws StoreException names the recipient that is none */
    static AgeEncryption of(List<String> recipients) throws StoreException {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (String recipient : recipients) {
            try {
                writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient));
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new StoreException(
                        StoreException.Kind.PERMANENT, "encryptTo=\"" + recipient + "\" is no age recipient: " + e, e);
            }
        }
        return new AgeEncryption(writers);
    }

    /** Writes the header at once, with a new file key, then the payload in chunks of 64 KiB; the last one at close. */
    OutputStream to(StoredBytes next) throws IOException {
        try {
            return Channels.newOutputStream(
                    new StandardEncryptingChannelFactory().newEncryptingChannel(next, recipients));
        } catch (GeneralSecurityException e) {
            throw new StoreException(StoreException.Kind.PERMANENT, "age encryption cannot be had here: " + e, e);
        }
    }
}
