package io.penstock.upload.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testing.gcs.Faults.Kind;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.TestParts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporary objects: composed in any number, never in each other's way, never left. */
class GcsChunksTest extends OnGcsEmulator {
    /** One composition takes 32 sources: 33 need two levels, 1,030 three. */
    @ParameterizedTest
    @ValueSource(ints = {32, 33, 40, 1030})
    void anyNumberOfPartsIsComposedInOrder(int count) throws Exception {
        String key = TestParts.newKey();
        PartedUpload upload = store().begin(key);
        List<byte[]> parts = sendAll(upload, count);

        upload.complete();

        assertThat(gcs().bytes(BUCKET, key)).isEqualTo(TestParts.joined(parts));
        assertThat(store().find(key).orElseThrow().crc32c()).isEqualTo(TestParts.crc32cBase64(TestParts.joined(parts)));
        assertThat(gcs().names(BUCKET)).as("nothing temporary is left").containsExactly(key);
    }

    /** A service may not know that sources are to go with the composition. */
    @Test
    void chunksThatACompositionLeavesAreRemovedAfterIt() throws Exception {
        String key = TestParts.newKey();
        gcs().faults().next(Integer.MAX_VALUE, Kind.KEEP_SOURCES, "/compose");
        PartedUpload upload = store().begin(key);
        sendAll(upload, 34);

        upload.complete();

        assertThat(gcs().faults().struck()).isEqualTo(3);
        assertThat(gcs().names(BUCKET)).containsExactly(key);
    }

    /** I12: of several attempts at one key, in one process or in several, exactly one makes the object. */
    @Test
    void exactlyOneOfConcurrentAttemptsWins() throws Exception {
        String key = TestParts.newKey();
        int attempts = 6;
        ExecutorService threads = Executors.newFixedThreadPool(attempts);
        try {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int attempt = 0; attempt < attempts; attempt++) {
                int seed = attempt;
                all.add(() -> wins(key, seed));
            }
            List<Integer> winners = new ArrayList<>();
            List<Future<Boolean>> outcomes = threads.invokeAll(all);
            for (int attempt = 0; attempt < attempts; attempt++) {
                if (outcomes.get(attempt).get()) {
                    winners.add(attempt);
                }
            }
            assertThat(winners).hasSize(1);
            assertThat(gcs().bytes(BUCKET, key)).isEqualTo(TestParts.joined(partsOf(winners.get(0))));
            assertThat(gcs().names(BUCKET)).containsExactly(key);
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean wins(String key, int seed) throws Exception {
        PartedUpload upload = store().begin(key);
        int number = 0;
        for (byte[] part : partsOf(seed)) {
            upload.send(TestParts.part(++number, part, false));
        }
        try {
            upload.complete();
            return true;
        } catch (StoreException lost) {
            assertThat(lost.kind()).isEqualTo(StoreException.Kind.EXISTS);
            return false;
        }
    }

    private static List<byte[]> partsOf(int seed) {
        return List.of(TestParts.noise(1_000, seed), TestParts.noise(1_000 + seed, -seed));
    }

    /** A process that died left chunks, a composed group among them; the next one knows only the key. */
    @Test
    void chunksOfADeadProcessAreRemovedByAnother() throws Exception {
        String key = "a/b=c/" + TestParts.newKey();
        PartedUpload dead = store().begin(key);
        sendAll(dead, 40);
        // the first group is composed, then the process dies, and so cannot clean up
        gcs().faults()
                .after(1, Integer.MAX_VALUE, Kind.RESET, "/compose")
                .next(Integer.MAX_VALUE, Kind.RESET, "(DELETE|batch|GET .*prefix)");
        assertThatThrownBy(dead::complete).isInstanceOf(StoreException.class);
        gcs().faults().clear();
        assertThat(gcs().names(BUCKET)).hasSize(9).allMatch(name -> name.startsWith("a/b=c/contract/.penstock-"));

        try (ObjectStore next = connect(QUICK)) {
            next.removeUnfinished(key);
        }

        assertThat(gcs().names(BUCKET)).isEmpty();
    }

    /** Deleting is tried again one by one where the request for many of them fails. */
    @Test
    void chunksAreRemovedThoughOneDeletionFails() throws Exception {
        String key = TestParts.newKey();
        sendAll(store().begin(key), 5);
        gcs().faults().refuse(2, 503, "DELETE .*00003.chunk");

        store().removeUnfinished(key);

        assertThat(gcs().faults().struck()).isEqualTo(2);
        assertThat(gcs().names(BUCKET)).isEmpty();
    }

    /** Who may write but not list can upload and abort. */
    @Test
    void chunksAreRemovedWithoutTheRightToList() throws Exception {
        String key = TestParts.newKey();
        gcs().faults().refuse(Integer.MAX_VALUE, 403, "GET .*prefix=");
        PartedUpload upload = store().begin(key);
        sendAll(upload, 33);

        upload.abort();
        store().removeUnfinished(key);

        assertThat(gcs().names(BUCKET)).isEmpty();
    }

    /** Chunks stand in the key's folder, are recognised by the key alone, and fit the service's bound on names. */
    @Test
    void chunkNamesAreTheKeysOwnAndShortEnough() {
        String deep = "d/".repeat(500) + "key";
        for (String key : List.of("key", "a/b/key", "a/b/key2", deep, "ż".repeat(400) + "/k")) {
            ChunkNames one = ChunkNames.next(key);
            ChunkNames other = ChunkNames.next(key);
            String name = one.name(12, 99_999);
            assertThat(name.getBytes(UTF_8).length).isLessThanOrEqualTo(1024);
            assertThat(name)
                    .startsWith(ChunkNames.ofKey(key))
                    .endsWith(".chunk")
                    .isNotEqualTo(other.name(12, 99_999));
        }
        assertThat(ChunkNames.next("a/b/key").name(0, 1)).startsWith("a/b/.penstock-");
        assertThat(Stream.of("key", "key2", "a/key", "a/b/key", "a/b/key2", deep)
                        .map(ChunkNames::ofKey))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMissingPartIsAProgrammingError() throws Exception {
        PartedUpload upload = store().begin(TestParts.newKey());
        upload.send(TestParts.part(2, new byte[1], false));

        assertThatThrownBy(upload::complete).isInstanceOf(IllegalStateException.class);
    }
}
