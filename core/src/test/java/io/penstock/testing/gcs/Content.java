package io.penstock.testing.gcs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Bytes that never change, in pieces that several objects may share. */
record Content(List<Piece> pieces, long bytes, Checksums checksums) {
    /** A run of bytes, in memory or in a file. */
    interface Piece {
        InputStream open() throws IOException;
    }

    /** Takes a body down, into {@code folder} or, without one, into memory. */
    static Content take(InputStream body, @Nullable Path folder) throws IOException {
        if (folder == null) {
            byte[] bytes = body.readAllBytes();
            return measured(List.of(() -> new ByteArrayInputStream(bytes)), true);
        }
        Path file = folder.resolve(UUID.randomUUID().toString());
        Files.copy(body, file);
        return measured(List.of(() -> Files.newInputStream(file)), true);
    }

    static Content composed(List<Content> sources) throws IOException {
        return measured(
                sources.stream().flatMap(source -> source.pieces.stream()).toList(), false);
    }

    InputStream open() {
        return joined(pieces);
    }

    byte[] toByteArray() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (InputStream in = open()) {
            in.transferTo(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    private static Content measured(List<Piece> pieces, boolean withMd5) throws IOException {
        CRC32C crc32c = new CRC32C();
        var md5 = Checksums.newMd5();
        long[] bytes = new long[1];
        try (InputStream in = joined(pieces)) {
            in.transferTo(new OutputStream() {
                @Override
                public void write(int b) {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] data, int offset, int length) {
                    crc32c.update(data, offset, length);
                    if (withMd5) {
                        md5.update(data, offset, length);
                    }
                    bytes[0] += length;
                }
            });
        }
        String md5Text = withMd5 ? Base64.getEncoder().encodeToString(md5.digest()) : null;
        return new Content(pieces, bytes[0], new Checksums(Checksums.base64(crc32c), md5Text));
    }

    private static InputStream joined(List<Piece> pieces) {
        return new SequenceInputStream(Collections.enumeration(pieces.stream()
                .map(piece -> {
                    try {
                        return piece.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList()));
    }
}
