package io.penstock.benchmarks.archive;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** From stored bytes back to plain ones: decrypts, then decompresses. */
public final class Decoder {
    private final String identity;

    /** @param identity age's {@code AGE-SECRET-KEY-1…}; empty when nothing is encrypted */
    public Decoder(String identity) {
        this.identity = identity;
    }

    /**
     * @param compression {@code none}, {@code gzip} or {@code zstd}
     * @param encryption {@code none} or {@code age}
     */
    public InputStream decode(InputStream stored, String compression, String encryption) throws IOException {
        InputStream decrypted = encryption.equals("age") ? decrypt(stored) : stored;
        return switch (compression) {
            case "none" -> decrypted;
            case "gzip" -> new GZIPInputStream(decrypted);
            case "zstd" -> new ZstdInputStream(decrypted);
            default -> throw new IOException("compression " + compression);
        };
    }

    private InputStream decrypt(InputStream stored) throws IOException {
        try {
            var reader = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity);
            return Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(stored), List.of(reader)));
        } catch (GeneralSecurityException e) {
            throw new IOException("decrypt", e);
        }
    }
}
