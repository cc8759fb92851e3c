package io.penstock.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.Requires;
import io.penstock.testing.RequiresJdk25;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PlatformChoiceTest {
    private static String describedWithout(Pattern entries) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .toList()) {
            if (!entries.matcher(entry).find()) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader other =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var describe = other.loadClass(PlatformChoiceTest.class.getName()).getDeclaredMethod("describe");
            describe.setAccessible(true);
            return (String) describe.invoke(null);
        }
    }

    /** Run through another class loader. */
    static String describe() {
        return Platform.get().description() + ", " + Platform.get().map(8192).capacity();
    }

    @Test
    void withoutJnaTheJdkAloneTakesOver() throws Exception {
        assertThat(describedWithout(Pattern.compile("/jna-")))
                .startsWith("portable, native calls cannot be had: java.lang.NoClassDefFoundError: com/sun/jna")
                .endsWith(", 8192");
    }

    @Test
    void aPropertyForcesThePortableOne() throws Exception {
        System.setProperty("io.penstock.platform", "portable");
        try {
            assertThat(describedWithout(Pattern.compile("no such entry"))).startsWith("portable, forced by");
        } finally {
            System.clearProperty("io.penstock.platform");
        }
    }

    /** JDK 24 and newer warn of native access that is not enabled; they do not refuse it. */
    @Test
    @RequiresJdk25
    @EnabledOnOs(OS.LINUX)
    void jdk25LoadsTheNativeOneAndIsQuietOnceAccessIsEnabled() throws Exception {
        assertThat(onJdk25(List.of())).contains("native, linux").contains("--enable-native-access");
        assertThat(onJdk25(List.of("--enable-native-access=ALL-UNNAMED"))).matches("native, linux-[^,\\n]+, 8192\\n");
    }

    private static String onJdk25(List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Requires.jdk25().orElseThrow().resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Describe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    static final class Describe {
        public static void main(String[] args) {
            System.out.println(describe());
        }
    }
}
