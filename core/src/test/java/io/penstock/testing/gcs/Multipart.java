package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a multipart body part after part; a part's body must be read to its end before the next. */
final class Multipart {
    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Multipart(InputStream body, String contentType) throws IOException, Refusal {
        this.in = body;
        this.delimiter = ("\r\n--" + boundary(contentType)).getBytes(ISO_8859_1);
        // the first delimiter has no line before it: as if there were an empty one
        buffer[end++] = '\r';
        buffer[end++] = '\n';
        new PartBody().readAllBytes();
    }

    /** The headers of the next part, by lower-case name; empty behind the last. */
    Optional<Map<String, String>> next() throws IOException {
        InputStream rest = new Rest();
        return line(rest).equals("--") ? Optional.empty() : Optional.of(headers(rest));
    }

    InputStream body() {
        return new PartBody();
    }

    static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private static String boundary(String contentType) throws Refusal {
        int from = contentType.indexOf("boundary=");
        if (from < 0) {
            throw Refusal.badRequest("Missing multipart boundary");
        }
        String boundary = contentType.substring(from + "boundary=".length());
        return boundary.startsWith("\"") ? boundary.substring(1, boundary.indexOf('"', 1)) : boundary.split(";", 2)[0];
    }

    /** Whether at least so many bytes are there to be looked at. */
    private boolean have(int bytes) throws IOException {
        if (end - at < bytes) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
            end += in.readNBytes(buffer, end, buffer.length - end);
        }
        return end - at >= bytes;
    }

    private boolean delimiterAt(int from) {
        return buffer[from] == delimiter[0]
                && Arrays.equals(buffer, from, from + delimiter.length, delimiter, 0, delimiter.length);
    }

    /** Whatever comes, byte by byte. */
    private final class Rest extends InputStream {
        @Override
        public int read() throws IOException {
            return have(1) ? buffer[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            throw new UnsupportedOperationException("lines only");
        }
    }

    /** Bytes up to the next delimiter, which is consumed. */
    private final class PartBody extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            if (!have(delimiter.length)) {
                throw new IOException("the body ends within a part");
            }
            int most = Math.min(length, end - at - delimiter.length + 1);
            int count = 0;
            while (count < most && !delimiterAt(at + count)) {
                count++;
            }
            if (count == 0) {
                at += delimiter.length;
                ended = true;
                return -1;
            }
            System.arraycopy(buffer, at, bytes, offset, count);
            at += count;
            return count;
        }
    }
}
