package io.penstock.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.upload.StoreException.Kind;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store does, whatever stands behind it. A store's test extends this; keys are new in every test, so that one bucket serves
 * all of them.
 */
public abstract class ObjectStoreContract {
    /** The store under test, the same in one test; the subclass opens and closes it. */
    protected abstract ObjectStore store() throws Exception;

    /** How many unfinished uploads, parts, chunks or temporary files of exactly this key are there; seen past the store. */
    protected abstract int unfinished(String key) throws Exception;

    /** What a part has that is not the last. */
    protected int partBytes() {
        return 64 * 1024;
    }

    /** Whether an object of several parts is refused where one is. */
    protected boolean completesConditionally() {
        return true;
    }

    /** Whether an upload that is removed leaves an object of the same key alone, as it must; a mock's may not. */
    protected boolean removesUploadsAlone() {
        return true;
    }

    /** Whether keys may have more than ASCII: a file system's cannot where the JVM runs in the POSIX locale, and are refused. */
    protected boolean takesUnicodeKeys() {
        return true;
    }

    @Test
    void whatIsPutIsFoundAndReadBack() throws Exception {
        String key = newKey();
        byte[] bytes = TestParts.noise(10_000, 1);

        store().put(key, part(1, bytes));

        assertStored(key, bytes, List.of(bytes));
    }

    @Test
    void anObjectCanBeEmpty() throws Exception {
        String key = newKey();

        store().put(key, part(1, new byte[0]));

        assertStored(key, new byte[0], List.of(new byte[0]));
    }

    @Test
    void nothingIsFoundUnderAnUnusedKey() throws Exception {
        assertThat(store().find(newKey())).isEmpty();
    }

    /** Parts come in any order, several at once, from arrays that are longer and reused; nothing is visible before the end. */
    @Test
    void partsBecomeTheObjectInTheOrderOfTheirNumbers() throws Exception {
        String key = newKey();
        List<byte[]> parts = List.of(
                TestParts.noise(partBytes(), 1), TestParts.noise(partBytes(), 2), TestParts.noise(partBytes() / 3, 3));

        PartedUpload upload = store().begin(key);
        sendAtOnce(upload, parts);
        assertThat(store().find(key)).as("before it is complete").isEmpty();
        upload.complete();

        assertStored(key, TestParts.joined(parts), parts);
    }

    /** Two parts that are equal are two parts. */
    @Test
    void partsOfEqualBytesAreAllKept() throws Exception {
        String key = newKey();
        byte[] same = TestParts.noise(partBytes(), 1);

        PartedUpload upload = store().begin(key);
        upload.send(part(1, same));
        upload.send(part(2, same));
        upload.complete();

        assertStored(key, TestParts.joined(List.of(same, same)), List.of(same, same));
    }

    /** An object of one part, made as one of several: the store need not know how many will come. */
    @Test
    void onePartIsEnough() throws Exception {
        String key = newKey();
        byte[] only = TestParts.noise(100, 1);

        PartedUpload upload = store().begin(key);
        upload.send(part(1, only));
        upload.complete();

        assertStored(key, only, List.of(only));
    }

    /** A part whose answer was lost is sent again. */
    @Test
    void aPartCanBeSentAgain() throws Exception {
        String key = newKey();
        byte[] bytes = TestParts.noise(1_000, 1);

        PartedUpload upload = store().begin(key);
        upload.send(part(1, bytes));
        upload.send(part(1, bytes));
        upload.complete();

        assertStored(key, bytes, List.of(bytes));
    }

    /** I12: no key is written twice. */
    @Test
    void putChangesNoObjectThatIsThere() throws Exception {
        String key = newKey();
        byte[] first = "first".getBytes(UTF_8);
        store().put(key, part(1, first));

        assertFails(Kind.EXISTS, () -> store().put(key, part(1, "second".getBytes(UTF_8))));

        assertStored(key, first, List.of(first));
    }

    /** I12, also for an object that came while the parts were on their way. */
    @Test
    void completeChangesNoObjectThatIsThere() throws Exception {
        Assumptions.assumeTrue(completesConditionally(), "the store ignores the condition");
        String key = newKey();
        byte[] first = "first".getBytes(UTF_8);
        PartedUpload upload = store().begin(key);
        upload.send(part(1, "second".getBytes(UTF_8)));
        store().put(key, part(1, first));

        assertFails(Kind.EXISTS, upload::complete);

        assertStored(key, first, List.of(first));
        store().removeUnfinished(key);
        assertThat(unfinished(key)).isZero();
    }

    /** What a dead process has begun is cleaned up: all of this key, nothing of another, never an object. */
    @Test
    void removeUnfinishedRemovesTheUploadsOfThisKeyAlone() throws Exception {
        String key = newKey();
        String longer = key + "-and-more";
        store().begin(key).send(part(1, TestParts.noise(100, 1)));
        store().begin(key).send(part(2, TestParts.noise(100, 2)));
        PartedUpload other = store().begin(longer);
        byte[] kept = TestParts.noise(100, 3);
        other.send(part(1, kept));
        if (removesUploadsAlone()) {
            store().put(key, part(1, kept));
        }
        assertThat(unfinished(key)).as("of the dead").isPositive();

        store().removeUnfinished(key);

        assertThat(unfinished(key)).isZero();
        assertThat(unfinished(longer)).isPositive();
        if (removesUploadsAlone()) {
            assertStored(key, kept, List.of(kept));
        }
        other.complete();
        assertStored(longer, kept, List.of(kept));
    }

    @Test
    void removeUnfinishedOfAnUnusedKeyDoesNothing() throws Exception {
        String key = newKey();

        store().removeUnfinished(key);

        assertThat(store().find(key)).isEmpty();
    }

    @Test
    void abortLeavesNothing() throws Exception {
        String key = newKey();
        PartedUpload upload = store().begin(key);
        upload.send(part(1, TestParts.noise(partBytes(), 1)));

        upload.abort();
        upload.abort();

        assertThat(unfinished(key)).isZero();
        assertThat(store().find(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.log",
                "100%.log",
                "%2F%20.log",
                "event=pay/date=2026-11-20/hour=01/x.log",
                "a+b&c;d,e@f!(g)~.log",
                "zażółć/日本/𝄞.log"
            })
    void aKeyIsTakenAsItIs(String name) throws Exception {
        String key = newKey() + "/" + name;
        byte[] bytes = name.getBytes(UTF_8);
        if (!takesUnicodeKeys() && bytes.length > name.length()) {
            assertFails(Kind.PERMANENT, () -> store().put(key, part(1, bytes)));
            return;
        }

        store().put(key, part(1, bytes));
        assertStored(key, bytes, List.of(bytes));

        String parted = newKey() + "/" + name;
        PartedUpload upload = store().begin(parted);
        upload.send(part(1, bytes));
        assertThat(unfinished(parted)).isPositive();
        upload.complete();
        assertStored(parted, bytes, List.of(bytes));

        store().begin(parted).send(part(1, bytes));
        store().removeUnfinished(parted);
        assertThat(unfinished(parted)).isZero();
    }

    /** A part of these bytes, in a longer array, as the store wants it. */
    protected Part part(int number, byte[] bytes) throws Exception {
        return TestParts.part(number, bytes, store().wantsMd5());
    }

    /** A key that no test has used. */
    protected static String newKey() {
        return TestParts.newKey();
    }

    private void assertStored(String key, byte[] bytes, List<byte[]> parts) throws Exception {
        StoredObject found = store().find(key).orElseThrow();
        assertThat(found.size()).isEqualTo(bytes.length);
        if (found.crc32c() != null) {
            assertThat(found.crc32c()).isEqualTo(TestParts.crc32cBase64(bytes));
        }
        if (found.partsCrc32c() != null) {
            assertThat(found.partsCrc32c()).isEqualTo(TestParts.partsCrc32cBase64(parts));
        }
        try (InputStream stored = store().read(key)) {
            assertThat(stored.readAllBytes()).isEqualTo(bytes);
        }
    }

    private void sendAtOnce(PartedUpload upload, List<byte[]> parts) throws Exception {
        List<Callable<Void>> sends = new ArrayList<>();
        for (int number = 1; number <= parts.size(); number++) {
            Part part = part(number, parts.get(number - 1));
            sends.add(() -> {
                upload.send(part);
                Arrays.fill(part.bytes(), (byte) 0); // the caller's again
                return null;
            });
        }
        Collections.reverse(sends);
        ExecutorService threads = Executors.newFixedThreadPool(sends.size());
        try {
            for (Future<Void> send : threads.invokeAll(sends)) {
                send.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertFails(Kind kind, ThrowingCallable write) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(write)
                .extracting(StoreException::kind)
                .isEqualTo(kind);
    }
}
