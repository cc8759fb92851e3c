package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redeployment: with the last lease goes all that would keep our class loader, threads, shutdown hook and memory included. */
class UnloadTest {
    private static final int ROUNDS = 3;

    @TempDir
    Path directory;

    private static URL[] classPath(Predicate<String> entries) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entries)
                .map(UnloadTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /** JNA is the server's here: its own thread keeps JNA's class loader for half a minute. */
    @Test
    void afterItsLastLeaseAClassLoaderCanBeCollected() throws Exception {
        URL[] shared = classPath(entry -> entry.contains("/jna-"));
        URL[] deployed = classPath(entry -> !entry.contains("/jna-"));
        List<WeakReference<ClassLoader>> ended = new ArrayList<>();
        try (URLClassLoader server = new URLClassLoader(shared, ClassLoader.getPlatformClassLoader())) {
            warmUp(server);
            for (int i = 0; i < ROUNDS; i++) {
                ended.add(deploy(deployed, server, directory.resolve("round" + i)));
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                System.gc();
                return ended.stream().allMatch(loader -> loader.get() == null);
            });
        }
    }

    /** JNA runs a command when it is first used, and the JDK's thread for that command keeps who was on the stack. */
    private static void warmUp(ClassLoader server) throws ReflectiveOperationException {
        Class.forName("com.sun.jna.NativeLibrary", true, server)
                .getMethod("getInstance", String.class)
                .invoke(null, "c");
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> deploy(URL[] classPath, ClassLoader parent, Path spool) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath, parent)) {
            Function<String, Boolean> scenario =
                    (Function<String, Boolean>) loader.loadClass("io.penstock.stress.UnloadScenario")
                            .getDeclaredConstructor()
                            .newInstance();
            assertThat(scenario.getClass().getClassLoader()).isSameAs(loader);
            assertThat(scenario.apply(spool.toString())).isTrue();
            return new WeakReference<>(loader);
        }
    }
}
