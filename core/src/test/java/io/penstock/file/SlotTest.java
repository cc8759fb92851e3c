package io.penstock.file;

import static io.penstock.file.SpoolFixture.SOON;
import static io.penstock.file.SpoolFixture.awaitNext;
import static io.penstock.file.SpoolFixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.SpoolConfig.DirectIo;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void secondClassLoaderSeesTheFirstOnesSlot() throws Exception {
        Spool first = fixture.open(DirectIo.AUTO);
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
