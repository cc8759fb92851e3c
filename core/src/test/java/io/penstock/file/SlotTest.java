package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.testing.Shell;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One owner for each slot: within the JVM, across class loaders, across processes. */
class SlotTest {
    @TempDir
    Path directory;

    private SpoolFixture fixture;

    @BeforeEach
    void chooseDirectory() {
        fixture = new SpoolFixture(directory);
    }

    private int slotOfAnotherProcess() throws Exception {
        Process child = SpoolChild.start(directory, "hold");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            String told = out.readLine();
            int slot = Integer.parseInt(told.substring(0, told.indexOf(' ')));
            child.getOutputStream().close();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return slot;
        }
    }

    @Test
    void secondSpoolInTheSameJvmTakesTheNextSlotAndTheFirstKeepsItsLock() throws Exception {
        Spool first = fixture.open(DirectIo.AUTO);
        Spool second = fixture.open(DirectIo.AUTO);
        assertThat(List.of(first.slot(), second.slot())).containsExactly(0, 1);
        assertThat(first.start()).isNotEqualTo(second.start());

        EventFiles files = fixture.files(second, "payment");
        awaitNext(files);
        write(files, "one\n");
        assertThat(directory.resolve("payment.1.log")).hasContent("one\n");
        // had the second opened slot 0's lock file and closed it again, the lock would be gone
        assertThat(slotOfAnotherProcess()).isEqualTo(2);

        assertThat(files.seal().get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.close(SOON)).isTrue();
        assertThat(first.close(SOON)).isTrue();
        Spool next = fixture.open(DirectIo.AUTO);
        assertThat(next.slot()).isZero();
        assertThat(next.close(SOON)).isTrue();
    }

    /** Test frameworks and application servers replace the system properties, and put others back. */
    @Test
    void aSlotStaysTakenForAllClassLoadersThoughTheSystemPropertiesAreReplaced() throws Exception {
        Properties before = System.getProperties();
        Properties others = new Properties();
        others.putAll(before); // what was saved before the test, or the deployment
        Spool first = fixture.open(DirectIo.AUTO);
        System.setProperties(others);
        try {
            Spool second = fixture.open(DirectIo.AUTO);
            assertThat(second.slot()).isEqualTo(1);
            assertThat(second.close(SOON)).isTrue();
            secondClassLoaderSeesTheSlotOf(first);
        } finally {
            System.setProperties(before);
        }
    }

    /** Another path of the lock file: the registry knows nothing of it, and closing what was opened would end the lock. */
    @Test
    void aLockFileThatIsMetUnderAnotherNameStaysLocked() throws Exception {
        Spool first = fixture.open(DirectIo.AUTO);
        Path own = directory.resolve(".penstock");
        Files.createLink(own.resolve("slot-1.lock"), own.resolve("slot-0.lock"));
        for (int round = 0; round < 3; round++) {
            Spool second = fixture.open(DirectIo.AUTO);
            assertThat(second.slot()).isEqualTo(2);
            assertThat(second.close(SOON)).isTrue();
        }

        assertThat(slotOfAnotherProcess()).isEqualTo(2);
        assertThat(first.close(SOON)).isTrue();
        Spool next = fixture.open(DirectIo.AUTO);
        assertThat(next.slot()).isZero();
        assertThat(next.close(SOON)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlotWhoseLockFileIsRemovedOrReplacedIsTakenAgain(boolean replaced) throws Exception {
        Spool first = fixture.open(DirectIo.AUTO);
        Path lock = directory.resolve(".penstock/slot-0.lock");
        String start = first.start();
        Object key = Files.readAttributes(lock, BasicFileAttributes.class).fileKey();
        if (replaced) {
            Path other = Files.writeString(directory.resolve("other"), "");
            Files.move(other, lock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(lock);
        }

        await().atMost(SOON).until(() -> fixture.status.count("slot 0 was removed or replaced; it is locked") == 1);
        // not read here: a channel of this process on the file ends the lock when it is closed
        assertThat(new Shell(directory).run("grep -q '^" + start + " ' .penstock/slot-0.lock"))
                .isZero();
        assertThat(Files.readAttributes(lock, BasicFileAttributes.class).fileKey())
                .isNotEqualTo(key);
        assertThat(slotOfAnotherProcess()).isEqualTo(1);
        assertThat(first.close(SOON)).isTrue();
    }

    @Test
    void secondClassLoaderSeesTheFirstOnesSlot() throws Exception {
        secondClassLoaderSeesTheSlotOf(fixture.open(DirectIo.AUTO));
    }

    private void secondClassLoaderSeesTheSlotOf(Spool first) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .toList()) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader other =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> probe = other.loadClass(SlotTest.class.getName());
            assertThat(probe).isNotSameAs(SlotTest.class);
            var method = probe.getDeclaredMethod("openAndClose", Path.class);
            method.setAccessible(true);

            assertThat(method.invoke(null, directory)).isEqualTo(1);
        }
        assertThat(slotOfAnotherProcess()).isEqualTo(1);
        assertThat(first.close(SOON)).isTrue();
    }

    /** Run through the other class loader. */
    static int openAndClose(Path directory) throws Exception {
        Spool spool = new SpoolFixture(directory).open(DirectIo.AUTO);
        int slot = spool.slot();
        spool.close(SOON);
        return slot;
    }

    @Test
    void theLockFileTellsWhoHasTheSlot() throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);

        assertThat(Files.readString(directory.resolve(".penstock/slot-0.lock")))
                .isEqualTo(spool.start() + " " + ProcessHandle.current().pid() + " h1\n");
        assertThat(spool.close(SOON)).isTrue();
    }
}
