package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.status.StatusListener;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline shows of itself while appenders come and go. */
class LeaseTest {
    /** The common pool may have one thread, which a task that hangs takes from the others. */
    private static final Executor THREAD_EACH = task -> new Thread(task).start();

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Object context = new Object();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final CountDownLatch hung = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);
    private volatile boolean hangs;
    private final List<String> trouble = new CopyOnWriteArrayList<>();

    @AfterEach
    void nothingWasReported() {
        assertThat(trouble).isEmpty();
    }

    private Lease join(String appender, String directory, boolean jmx) throws Exception {
        RawElement element = RawElement.appender("EventFile")
                .with("directory", folder.resolve(directory).toString())
                .with("jmx", Boolean.toString(jmx))
                .child(RawElement.of(ElementKind.BUFFER).with("size", "64 KB").with("shards", "1"));
        PenstockConfig config = PenstockConfig.parse(element).config().orElseThrow();
        return Lease.join(
                new Lease.Request(context, "LeaseTest", new Object(), appender), config, FileFraming.NONE, new Kept());
    }

    private @Nullable Object accepted(String appender) throws Exception {
        ObjectName name = new ObjectName("io.penstock:type=EventFile,context=LeaseTest,name=\"" + appender + "\"");
        return beans.isRegistered(name) ? beans.getAttribute(name, "Accepted") : null;
    }

    @Test
    void theBeanFollowsAnAppenderIntoAnotherDirectory() throws Exception {
        Lease before = join("A", "one", true);
        before.penstock().append("payment", "1\n");
        Lease after = join("A", "two", true);
        assertThat(accepted("A")).isEqualTo(0L);
        assertThat(before.release(LONG)).isTrue();

        after.penstock().append("payment", "2\n");
        assertThat(accepted("A")).isEqualTo(1L);
        assertThat(after.release(LONG)).isTrue();
        assertThat(accepted("A")).isNull();
    }

    @Test
    void theBeanBearsTheNameOfTheAppenderThatTookOver() throws Exception {
        Lease before = join("A", "one", true);
        before.penstock().append("payment", "1\n");
        Lease after = join("B", "one", true);
        assertThat(before.release(LONG)).isTrue();

        assertThat(accepted("A")).isNull();
        assertThat(accepted("B")).isEqualTo(1L);
        assertThat(after.release(LONG)).isTrue();
        assertThat(accepted("B")).isNull();
    }

    @Test
    void theBeanComesAndGoesWithTheSetting() throws Exception {
        Lease first = join("A", "one", false);
        assertThat(accepted("A")).isNull();
        Lease second = join("A", "one", true);
        assertThat(accepted("A")).isEqualTo(0L);
        Lease third = join("A", "one", false);
        assertThat(accepted("A")).isNull();

        first.release(LONG);
        second.release(LONG);
        assertThat(third.release(LONG)).isTrue();
    }

    @Test
    void directoriesThatDoNotExistAreCreatedForOwnerAndGroupOnly() throws Exception {
        Lease lease = join("A", "parent/spool", false);
        for (String directory : new String[] {"parent", "parent/spool", "parent/spool/sealed"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(directory))))
                    .as(directory)
                    .isEqualTo("rwxr-x---");
        }
        assertThat(lease.release(LONG)).isTrue();
    }

    @Test
    void aDirectoryThatCannotBeCreatedIsNamed() throws Exception {
        Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> join("A", "file", false))
                .isInstanceOf(Lease.LeaseException.class)
                .hasMessageStartingWith("directory=\"" + folder.resolve("file") + "\": cannot be created: ");
    }

    /** R3: whatever holds up one directory's start, a disk or a listener, holds up that one alone. */
    @Test
    void aStartThatHangsHoldsUpNoOtherDirectory() throws Exception {
        Lease healthy = join("H", "healthy", false);
        ObjectName taken = new ObjectName("io.penstock:type=EventFile,context=LeaseTest,name=\"A\"");
        beans.registerMBean(new StandardMBean((Runnable) () -> {}, Runnable.class), taken);
        try {
            hangs = true;
            CompletableFuture<Lease> hanging = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return join("A", "slow", true);
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    },
                    THREAD_EACH);
            assertThat(hung.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(CompletableFuture.supplyAsync(() -> healthy.release(LONG), THREAD_EACH)
                            .get(30, TimeUnit.SECONDS))
                    .isTrue();
            Lease other = CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return join("B", "other", true);
                                } catch (Exception e) {
                                    throw new CompletionException(e);
                                }
                            },
                            THREAD_EACH)
                    .get(30, TimeUnit.SECONDS);
            assertThat(other.release(LONG)).isTrue();
            assertThat(hanging).isNotDone();

            thawed.countDown();
            assertThat(hanging.get(30, TimeUnit.SECONDS).release(LONG)).isTrue();
        } finally {
            thawed.countDown();
            beans.unregisterMBean(taken);
        }
        assertThat(trouble).singleElement().asString().startsWith("INFO no MXBean");
        trouble.clear();
    }

    /** What a listener throws reaches no test: it is kept, and looked at afterwards. */
    private final class Kept implements StatusListener {
        @Override
        public void error(String message, @Nullable Throwable cause) {
            trouble.add("ERROR " + message);
        }

        @Override
        public void warn(String message, @Nullable Throwable cause) {
            trouble.add("WARN " + message);
        }

        @Override
        public void info(String message) {
            if (message.contains("MXBean")) {
                trouble.add("INFO " + message);
                awaitThaw();
            }
        }
    }

    private void awaitThaw() {
        hung.countDown();
        try {
            assertThat(!hangs || thawed.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
