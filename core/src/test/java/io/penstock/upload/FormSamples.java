package io.penstock.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

/** Bytes to store, and how they are stored; needs no library but those of the form. */
final class FormSamples {
    private FormSamples() {}

    static byte[] encode(StoredForm form, byte[] plain) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (FormStream out = form.encode(stored)) {
            // in pieces that meet no boundary
            for (int at = 0; at < plain.length; at += 77_777) {
                out.write(plain, at, Math.min(77_777, plain.length - at));
            }
        }
        return stored.toByteArray();
    }

    static byte[] lines(int length) {
        byte[] bytes = new byte[length];
        byte[] line = "2026-11-20T12:00:00.123 INFO  [main] shop.Payment - paid 42 EUR\n".getBytes(UTF_8);
        Random random = new Random(7);
        for (int at = 0; at < length; at++) {
            bytes[at] = at % 64 == 11 ? (byte) ('0' + random.nextInt(10)) : line[at % line.length];
        }
        return bytes;
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
