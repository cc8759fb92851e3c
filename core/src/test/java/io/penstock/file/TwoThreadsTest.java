package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.FileCalls;
import io.penstock.platform.Platform;
import io.penstock.status.Counter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R3, R1: sealing that hangs holds up nothing but sealing, and an Error costs one attempt. */
class TwoThreadsTest {
    @TempDir
    Path directory;

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);
    private volatile String hanging = "";
    private volatile String failing = "";
    private final AtomicInteger failures = new AtomicInteger(3);
    private SpoolFixture fixture;
    private Spool spool;

    /** The real platform, but for calls that hang until {@link #thawed}, or fail with an Error. */
    private record StandIn(Optional<FileCalls> fileCalls) implements Platform {
        @Override
        public ByteBuffer map(int bytes) {
            return Platform.get().map(bytes);
        }

        @Override
        public void release(ByteBuffer memory) {
            Platform.get().release(memory);
        }

        @Override
        public boolean yieldToOthers() {
            return false;
        }

        @Override
        public String description() {
            return "stand-in";
        }
    }

    private Platform platform() {
        FileCalls real = Platform.get().fileCalls().orElseThrow();
        FileCalls calls = (FileCalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileCalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(hanging)) {
                        hangs.countDown();
                        thawed.await();
                    }
                    if (method.getName().equals(failing) && failures.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("of the test");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new StandIn(Optional.of(calls));
    }

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Platform.get().fileCalls().isPresent(), () -> Platform.get().description());
        fixture = new SpoolFixture(directory);
    }

    private Spool open(SealedFilesListener listener) throws Exception {
        SpoolConfig config =
                new SpoolConfig(directory, "h1", DirectIo.AUTO, PosixFilePermissions.fromString("rw-r-----"), null);
        spool = Spool.open(
                config,
                new Spool.Use(new Keeping(SpoolFixture.KEEP, false), listener, fixture.counting),
                fixture.status,
                new Spool.Ground(platform(), InstantSource.system()));
        return spool;
    }

    @AfterEach
    void thaw() {
        thawed.countDown();
        assertThat(spool.close(SOON)).isTrue();
    }

    private CompletableFuture<Boolean> sealThatHangs(EventFiles files) throws Exception {
        awaitNext(files);
        write(files, "one\n");
        hanging = "fdatasync";
        CompletableFuture<Boolean> sealed = files.seal();
        assertThat(hangs.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return sealed;
    }

    /** A new event gets its file, and the one that is being sealed its next one. */
    @Test
    void aSyncThatHangsDelaysNoPreparation() throws Exception {
        EventFiles payment = fixture.files(open(SealedFilesListener.NONE), "payment");
        CompletableFuture<Boolean> sealed = sealThatHangs(payment);

        EventFiles login = fixture.files(spool, "login");
        awaitNext(login);
        write(login, "two\n");
        awaitNext(payment);
        write(payment, "three\n");

        assertThat(sealed).isNotDone();
        assertThat(directory.resolve("login.log")).hasContent("two\n");
        thawed.countDown();
        assertThat(sealed.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(payment.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(login.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.sealed()).hasSize(3);
    }

    /** The slot stays taken as long as a file of it is touched, whatever the stop's time-out. */
    @Test
    void aStopReturnsWhileASyncHangsAndTheSlotIsGivenBackAfterIt() throws Exception {
        Spool first = open(SealedFilesListener.NONE);
        CompletableFuture<Boolean> sealed = sealThatHangs(fixture.files(first, "payment"));

        assertThat(first.close(Duration.ofMillis(50))).isFalse();

        hanging = "";
        assertThat(open(SealedFilesListener.NONE).slot()).isEqualTo(1);
        assertThat(sealed).isNotDone();
        thawed.countDown();
        assertThat(sealed.get(30, TimeUnit.SECONDS)).isNotNull();
        await().atMost(SOON).until(() -> {
            assertThat(spool.close(SOON)).isTrue();
            return open(SealedFilesListener.NONE).slot() == 0;
        });
    }

    @Test
    void anErrorWhileAFileIsPreparedCostsOneAttempt() throws Exception {
        open(SealedFilesListener.NONE);
        failing = "openDirect";
        EventFiles files = fixture.files(spool, "payment");
        awaitNext(files);
        write(files, "one\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).hasNegativeValue();
        assertThat(fixture.sealed()).hasSize(1);
    }

    @Test
    void anErrorWhileAFileIsSealedCostsOneAttempt() throws Exception {
        EventFiles files = fixture.files(open(SealedFilesListener.NONE), "payment");
        awaitNext(files);
        write(files, "one\n");
        failing = "ftruncate";
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).hasNegativeValue();
        assertThat(fixture.sealed()).hasSize(1);
    }

    /** A file of which the uploads could not take note, for want of memory, is announced again; it is counted once. */
    @Test
    void aFileIsAnnouncedUntilThereIsMemoryForIt() throws Exception {
        List<String> announced = new CopyOnWriteArrayList<>();
        SealedFilesListener listener = new SealedFilesListener() {
            @Override
            public void sealed(Sealed file) {
                if (failures.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("of the test");
                }
                announced.add(file.name());
            }

            @Override
            public void recovered() {}

            @Override
            public void removed(String sealedName) {}
        };
        EventFiles files = fixture.files(open(listener), "payment");
        awaitNext(files);
        write(files, "one\n");
        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(announced).isEqualTo(fixture.sealed());
        assertThat(fixture.counters.get(Counter.SEALED_FILES)).isEqualTo(1);
    }
}
