package io.penstock.upload.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.upload.ObjectStore;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.TestParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs on a tmpfs of 2 MB, in a mount namespace of its own, so that it can change what is mounted. */
final class DirectoryFaultsScenario {
    private static final int MIB = 1 << 20;

    private final Path share;
    private final ObjectStore store;

    private DirectoryFaultsScenario(Path share) throws StoreException {
        this.share = share;
        this.store = DirectoryStoreTest.opener(share).open();
    }

    public static void main(String[] arguments) throws Exception {
        var scenario = new DirectoryFaultsScenario(Path.of(arguments[0]));
        scenario.fullShare();
        scenario.readOnlyShare();
        scenario.goneShare();
    }

    private void put(String key, int bytes) throws Exception {
        store.put(key, TestParts.part(1, TestParts.noise(bytes, 1), false));
    }

    private void fullShare() throws Exception {
        put("app/first.log", MIB);

        assertFails(Kind.TRANSIENT, "No space left", () -> put("app/second.log", 3 * MIB / 2));
        assertThat(share.resolve("app")).isDirectoryNotContaining(file -> !file.endsWith("first.log"));

        Files.delete(share.resolve("app/first.log"));
        put("app/second.log", 3 * MIB / 2);
        assertThat(store.find("app/second.log").orElseThrow().size()).isEqualTo(3 * MIB / 2);
    }

    private void readOnlyShare() throws Exception {
        run("mount", "-o", "remount,ro", share.toString());
        assertFails(Kind.PERMANENT, "Read-only", () -> put("app/third.log", 10));
        assertThat(store.find("app/second.log")).isPresent();

        run("mount", "-o", "remount,rw", share.toString());
        put("app/third.log", 10);
    }

    /** The mount point below is still there, and must stay empty. */
    private void goneShare() throws Exception {
        run("umount", share.toString());
        assertFails(Kind.TRANSIENT, "nothing is mounted", () -> put("app/fourth.log", 10));
        assertFails(Kind.TRANSIENT, "nothing is mounted", () -> store.find("app/second.log"));
        try (ObjectStore reconfigured = DirectoryStoreTest.opener(share).open()) {
            byte[] bytes = TestParts.noise(10, 1);
            assertFails(
                    Kind.TRANSIENT,
                    "nothing is mounted",
                    () -> reconfigured.put("app/fourth.log", TestParts.part(1, bytes, false)));
        }
        assertThat(share).isEmptyDirectory();

        run("mount", "-t", "tmpfs", "tmpfs", share.toString());
        put("app/fourth.log", 10);
        assertThat(store.find("app/fourth.log")).isPresent();
    }

    private static void assertFails(Kind kind, String words, ThrowingCallable use) {
        StoreException failure = catchThrowableOfType(StoreException.class, use);
        assertThat(failure).isNotNull().hasMessageContaining(words);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
