package io.penstock.benchmarks.archive;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/**
 * A key pair of age's.
 *
 * @param recipient {@code age1…}
 * @param identity {@code AGE-SECRET-KEY-1…}
 */
public record AgeKeys(String recipient, String identity) {
    /** New ones, for one run. */
    public static AgeKeys generate() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new AgeKeys(
                    text(pair.getPublic().getEncoded()), text(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        }
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
