package io.penstock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether a test that needs more than a JDK can run here. Skips it with the reason; in CI, where all is installed, fails it. */
public final class Requires implements ExecutionCondition {
    private static final Pattern MAJOR = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .map(test -> evaluate(test, Boolean.getBoolean("penstock.ci")))
                .orElse(ConditionEvaluationResult.enabled("nothing asked for"));
    }

    static ConditionEvaluationResult evaluate(AnnotatedElement test, boolean ci) {
        Optional<String> missing = missing(test);
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all there");
        }
        if (ci) {
            throw new IllegalStateException("would be skipped, which fails in CI: " + missing.get());
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }

    /** The command line prefix that runs a command in mount (and, without root, user) namespaces of its own. */
    public static List<String> unshare() {
        return isRoot() ? List.of("unshare", "--mount") : List.of("unshare", "--user", "--map-root-user", "--mount");
    }

    /** Home of a JDK 25 or newer: the running one, {@code JAVA_HOME_25}, or one beside the system's JDKs. */
    public static Optional<Path> jdk25() {
        if (Runtime.version().feature() >= 25) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        String named = System.getenv("JAVA_HOME_25");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Requires::isJdk25);
        }
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(Requires::isJdk25).sorted().findFirst();
        } catch (IOException noSuchFolder) {
            return Optional.empty();
        }
    }

    private static Optional<String> missing(AnnotatedElement test) {
        if (test.isAnnotationPresent(RequiresRoot.class) && !isRoot()) {
            return Optional.of("needs root");
        }
        RequiresCommand commands = test.getAnnotation(RequiresCommand.class);
        if (commands != null) {
            for (String command : commands.value()) {
                if (!isOnPath(command)) {
                    return Optional.of("needs the command " + command);
                }
            }
        }
        if (test.isAnnotationPresent(RequiresMount.class) && !canMount()) {
            return Optional.of("needs to mount a tmpfs by " + String.join(" ", unshare()));
        }
        if (test.isAnnotationPresent(RequiresJdk25.class) && jdk25().isEmpty()) {
            return Optional.of("needs a JDK 25; name it in JAVA_HOME_25");
        }
        return Optional.empty();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static boolean isOnPath(String command) {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static boolean canMount() {
        return isOnPath("unshare") && runs("mount -t tmpfs -o size=64k tmpfs /mnt");
    }

    private static boolean runs(String shellCommandInNamespace) {
        var command = Stream.concat(unshare().stream(), Stream.of("sh", "-c", shellCommandInNamespace))
                .toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notStarted) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isJdk25(Path home) {
        try {
            var version = MAJOR.matcher(Files.readString(home.resolve("release"), UTF_8));
            return version.find()
                    && Integer.parseInt(version.group(1)) >= 25
                    && Files.isExecutable(home.resolve("bin/java"));
        } catch (IOException notAJdk) {
            return false;
        }
    }
}
