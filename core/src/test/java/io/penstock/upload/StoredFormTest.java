package io.penstock.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.github.luben.zstd.ZstdInputStream;
import io.penstock.config.UploadConfig.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** I2, I12: the stored bytes give the plain ones back, or an error; never something in between. */
class StoredFormTest {
    private static final int MIB = 1 << 20;
    private static final int ZSTD_MAGIC = 0xFD2FB528;

    private static KeyPair first;
    private static KeyPair second;

    @BeforeAll
    static void makeKeys() throws Exception {
        first = new X25519KeyPairGenerator().generateKeyPair();
        second = new X25519KeyPairGenerator().generateKeyPair();
    }

    static Stream<Arguments> forms() {
        return Stream.of(0, 1, 3 * MIB, 3 * MIB + 1)
                .flatMap(length -> Stream.of(Compression.values())
                        .flatMap(compression -> Stream.of(false, true)
                                .flatMap(encrypted -> Stream.of(false, true)
                                        .map(random -> Arguments.of(compression, encrypted, length, random)))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theLibrariesReadEveryFormBack(Compression compression, boolean encrypted, int length, boolean random)
            throws Exception {
        byte[] plain = random ? FormSamples.noise(length) : FormSamples.lines(length);
        StoredForm form = StoredForm.of(compression, encrypted ? List.of(recipient(first)) : List.of());

        byte[] stored = FormSamples.encode(form, plain);
        byte[] compressed = encrypted ? decrypted(stored, first) : stored;

        assertThat(decompressed(compressed, compression)).isEqualTo(plain);
    }

    @Test
    void everyRecipientReadsAlone() throws Exception {
        byte[] plain = FormSamples.lines(100_000);
        byte[] stored = FormSamples.encode(
                StoredForm.of(Compression.NONE, List.of(recipient(first), recipient(second))), plain);

        assertThat(decrypted(stored, first)).isEqualTo(plain);
        assertThat(decrypted(stored, second)).isEqualTo(plain);
    }

    @Test
    void suffixAndNamesSayWhatWasDone() {
        assertThat(Stream.of(Compression.values()).map(compression -> StoredForm.of(compression, List.of())))
                .extracting(StoredForm::suffix, StoredForm::compression, StoredForm::encryption)
                .containsExactly(
                        tuple("", "none", "none"), tuple(".gz", "gzip", "none"), tuple(".zst", "zstd", "none"));
        assertThat(StoredForm.of(Compression.ZSTD, List.of("age1x")).suffix()).isEqualTo(".zst.age");
        assertThat(StoredForm.of(Compression.NONE, List.of("age1x")).suffix()).isEqualTo(".age");
        assertThat(StoredForm.of(Compression.NONE, List.of("age1x")).encryption())
                .isEqualTo("age");
    }

    /** A reader can fetch a range and begin in the middle. */
    @Test
    void everyMebibyteIsAFrameThatIsReadAlone() throws Exception {
        byte[] plain = FormSamples.lines(3 * MIB + 1);
        byte[] stored = FormSamples.encode(StoredForm.of(Compression.ZSTD, List.of()), plain);
        List<Integer> frames = framesOf(stored);

        assertThat(frames).hasSize(4);
        byte[] secondAlone = Arrays.copyOfRange(stored, frames.get(1), frames.get(2));
        assertThat(decompressed(secondAlone, Compression.ZSTD)).isEqualTo(Arrays.copyOfRange(plain, MIB, 2 * MIB));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void storedFormsOneAfterTheOtherReadAsTheFilesOneAfterTheOther(Compression compression) throws Exception {
        StoredForm form = StoredForm.of(compression, List.of());
        byte[] both = join(
                FormSamples.encode(form, FormSamples.lines(MIB + 7)),
                FormSamples.encode(form, FormSamples.noise(1000)));

        assertThat(decompressed(both, compression))
                .isEqualTo(join(FormSamples.lines(MIB + 7), FormSamples.noise(1000)));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void equalFilesGiveEqualBytesUnlessEncrypted(Compression compression) throws Exception {
        byte[] plain = FormSamples.lines(MIB + 7);
        StoredForm form = StoredForm.of(compression, List.of());

        assertThat(FormSamples.encode(form, plain)).isEqualTo(FormSamples.encode(form, plain));
    }

    @Test
    void aFlippedByteOrATruncationOfAnEncryptedObjectIsAnError() throws Exception {
        byte[] stored = FormSamples.encode(
                StoredForm.of(Compression.NONE, List.of(recipient(first))), FormSamples.lines(200_000));
        byte[] flipped = stored.clone();
        flipped[150_000] ^= 1;

        assertThatIOException().isThrownBy(() -> decrypted(flipped, first));
        assertThatIOException().isThrownBy(() -> decrypted(Arrays.copyOf(stored, 150_000), first));
    }

    @Test
    void aFlippedByteOfAZstdObjectIsAnError() throws Exception {
        byte[] stored = FormSamples.encode(StoredForm.of(Compression.ZSTD, List.of()), FormSamples.noise(200_000));
        stored[150_000] ^= 1;

        assertThatIOException().isThrownBy(() -> decompressed(stored, Compression.ZSTD));
    }

    static Stream<Arguments> layers() {
        return Stream.of(Compression.values())
                .flatMap(compression -> Stream.of(false, true).map(encrypted -> Arguments.of(compression, encrypted)));
    }

    /** I11: or a caller that overlooks the failure would take half a file for a whole one. */
    @ParameterizedTest
    @MethodSource("layers")
    void afterAFailureOfTheStoreNothingMoreIsWrittenAndClosingSaysSo(Compression compression, boolean encrypted)
            throws Exception {
        BreakingStream stored = new BreakingStream(300_000);
        FormStream out = StoredForm.of(compression, encrypted ? List.of(recipient(first)) : List.of())
                .encode(stored);

        assertThatThrownBy(() -> {
                    byte[] plain = FormSamples.noise(1_000_000);
                    for (int at = 0; at < plain.length; at += 10_000) {
                        out.write(plain, at, 10_000);
                    }
                })
                .isSameAs(stored.failure);
        long before = stored.calls;
        assertThatIOException().isThrownBy(() -> out.write(1));
        assertThatIOException().isThrownBy(out::close).withMessageContaining("not finished");
        out.close();
        assertThat(stored.calls).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void whatIsAbandonedIsNotFinished(Compression compression, boolean encrypted) throws Exception {
        CountingStream stored = new CountingStream();
        FormStream out = StoredForm.of(compression, encrypted ? List.of(recipient(first)) : List.of())
                .encode(stored);
        out.write(FormSamples.lines(100_000));
        int before = stored.size();

        out.abandon();
        out.abandon();
        out.close();

        assertThat(stored.size()).isEqualTo(before);
        assertThat(stored.closed).isFalse();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void closingLeavesTheStoreOpen(Compression compression, boolean encrypted) throws Exception {
        CountingStream stored = new CountingStream();
        FormStream out = StoredForm.of(compression, encrypted ? List.of(recipient(first)) : List.of())
                .encode(stored);
        out.close();
        out.close();

        assertThat(stored.closed).isFalse();
    }

    @Test
    void aWrongRecipientIsNamedAndNothingIsWritten() {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        String wrong = recipient(first).replace("age1", "age1q");
        StoredForm form = StoredForm.of(Compression.ZSTD, List.of(recipient(second), wrong));

        StoreException failure = catchThrowableOfType(StoreException.class, () -> form.encode(stored));

        assertThat(failure.kind()).isEqualTo(StoreException.Kind.PERMANENT);
        assertThat(failure).hasMessageContaining(wrong).hasMessageContaining("encryptTo");
        assertThat(stored.size()).isZero();
    }

    private static final class BreakingStream extends OutputStream {
        private final IOException failure = new IOException("broken");
        private final int most;
        private long written;
        private long calls;

        private BreakingStream(int most) {
            this.most = most;
        }

        @Override
        public void write(int value) {
            throw new AssertionError("byte by byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            calls++;
            written += length;
            if (written > most) {
                throw failure;
            }
        }
    }

    private static final class CountingStream extends ByteArrayOutputStream {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    private static byte[] decompressed(byte[] stored, Compression compression) throws IOException {
        InputStream in = new ByteArrayInputStream(stored);
        try (InputStream plain = switch (compression) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
        }) {
            return plain.readAllBytes();
        }
    }

    private static byte[] decrypted(byte[] stored, KeyPair pair) throws Exception {
        String identity = new String(pair.getPrivate().getEncoded(), UTF_8);
        return Channels.newInputStream(new StandardDecryptingChannelFactory()
                        .newDecryptingChannel(
                                Channels.newChannel(new ByteArrayInputStream(stored)),
                                List.of(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity))))
                .readAllBytes();
    }

    private static String recipient(KeyPair pair) {
        return new String(pair.getPublic().getEncoded(), UTF_8);
    }

    /** Where frames begin. That the magic number does not stand elsewhere is shown by each frame being readable. */
    private static List<Integer> framesOf(byte[] stored) {
        List<Integer> starts = new ArrayList<>();
        ByteBuffer view = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 4 <= stored.length; at++) {
            if (view.getInt(at) == ZSTD_MAGIC) {
                starts.add(at);
            }
        }
        return starts;
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
