package io.penstock;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.penstock.status.GuardedStatus;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The import rules of the architecture, section "Rooms and who may know whom". */
class ArchitectureTest {
    private static final String OURS = "io.penstock..";
    private static final Set<String> NOT_BUILT_YET = Set.<String>of();
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock");

    /** Each room, and the rooms it may know beside itself. A room that is not in the list fails {@link #everyRoomHasARule}. */
    static Stream<Arguments> rooms() {
        return Stream.of(
                // config is plain values that everybody reads; knowing a room would tie all rooms together
                room("config"),
                // status names what happened, at most in terms of the settings
                room("status", "config"),
                // the operating system's calls know nothing of what is stored
                room("platform", "config", "status"),
                // route, buffer, file and upload do not import each other: flush and the entry connect them
                room("route", "config", "status"),
                room("buffer", "platform", "config", "status"),
                room("file", "platform", "config", "status"),
                room("upload", "platform", "config", "status"),
                // flush moves frames from buffer to file
                room("flush", "buffer", "file", "config", "status"));
    }

    @ParameterizedTest(name = "{0} knows {1}")
    @MethodSource("rooms")
    void aRoomImportsOnlyTheRoomsItMayKnow(String room, String[] known) {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(packagesOf(room))
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(andItself(room, known)))));

        assertHolds(rule.allowEmptyShould(NOT_BUILT_YET.contains(room)));
    }

    /** Only the top-level entry sees all rooms, so a package that is neither the entry nor a listed room has no rule and no place. */
    @Test
    void everyRoomHasARule() {
        String[] listed = Stream.concat(
                        Stream.of("io.penstock"), rooms().map(room -> packagesOf((String) room.get()[0])))
                .toArray(String[]::new);

        assertHolds(noClasses().should().resideOutsideOfPackages(listed));
    }

    /** JNA appears in one class, so that its absence can be met in one place. */
    @Test
    void oneClassKnowsJna() {
        var classes = CORE.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("com.sun.jna")))
                .map(ArchitectureTest::topLevel)
                .distinct();

        assertThat(classes).hasSizeLessThanOrEqualTo(1);
    }

    /** The vendors' clients stay behind the store's interface, in a room each: so another vendor costs a room, and an application without uploads nothing. */
    @Test
    void oneRoomKnowsEachVendor() {
        assertHolds(onlyIn("io.penstock.upload.s3..", "software.amazon.."));
        assertHolds(onlyIn("io.penstock.upload.gcs..", "com.google.."));
        assertHolds(onlyIn("io.penstock.upload..", "com.github.luben..", "com.exceptionfactory.."));
    }

    private static ArchRule onlyIn(String room, String... vendor) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(vendor);
    }

    /** Core talks to the framework's status channel alone: a logger inside an appender would feed on itself, and stderr belongs to the application. */
    @Test
    void coreLogsNowhere() {
        assertHolds(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
        assertHolds(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        assertHolds(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "org.apache.logging..", "ch.qos.logback..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(System.Logger.class));
    }

    /** Others can give a name in our directories to a FIFO or to a link: one class opens files, and knows what it opens. */
    @Test
    void filesAreOpenedAtOneDoor() {
        assertHolds(noClasses()
                .that()
                // config reads the kernel's own files below /proc and /sys
                .resideOutsideOfPackages("io.penstock.platform..", "io.penstock.config..")
                .should()
                .accessTargetWhere(describe("opens a file by its path", ArchitectureTest::opensAFile)));
    }

    private static boolean opensAFile(JavaAccess<?> access) {
        JavaClass owner = access.getTarget().getOwner();
        String called = access.getTarget().getName();
        return OPENING.getOrDefault(owner.getName(), Set.of()).contains(called);
    }

    private static final Map<String, Set<String>> OPENING = Map.of(
            "java.nio.file.Files",
            Set.of(
                    "newInputStream",
                    "newOutputStream",
                    "newByteChannel",
                    "newBufferedReader",
                    "newBufferedWriter",
                    "readAllBytes",
                    "readAllLines",
                    "readString",
                    "lines",
                    "write",
                    "writeString"),
            "java.nio.channels.FileChannel",
            Set.of("open"),
            "java.nio.channels.AsynchronousFileChannel",
            Set.of("open"),
            "java.io.RandomAccessFile",
            Set.of("<init>"),
            "java.io.FileInputStream",
            Set.of("<init>"),
            "java.io.FileOutputStream",
            Set.of("<init>"),
            "java.io.FileReader",
            Set.of("<init>"),
            "java.io.FileWriter",
            Set.of("<init>"));

    /**
     * R1: what our threads run catches Throwable. Allowed are the doors to vendors' code, which translate its exceptions and let its Errors pass to the attempt's catch of Throwable, and what an
     * adapter's start calls, which catches Throwable itself.
     */
    @Test
    void nothingOfOursCatchesRuntimeExceptionsAndLetsErrorsThrough() throws IOException {
        Set<String> allowed =
                Set.of("AgeEncryption.java", "Lease.java", "PlatformChoice.java", "FileWork.java", "FormStream.java");
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            Stream<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.getParent().endsWith("s3")
                            && !file.getParent().endsWith("gcs"))
                    .filter(file -> !allowed.contains(file.getFileName().toString()))
                    .flatMap(ArchitectureTest::linesOf)
                    .filter(line -> line.matches(".*catch \\(.*\\bRuntimeException\\b.*"))
                    .filter(line -> !line.matches(".*\\bError\\b.*"));
            assertThat(found).isEmpty();
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> file.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** R2: one class of core is a status listener, the guard; and every way in from an adapter passes it. */
    @Test
    void theFrameworksStatusChannelIsGuardedAtOneDoor() {
        assertHolds(noClasses()
                .that()
                .doNotBelongToAnyOf(GuardedStatus.class)
                .and()
                .areNotInterfaces()
                .should()
                .beAssignableTo(StatusListener.class));
        assertThat(entriesWithAListener())
                .as("an entry of its own has to be guarded, and to be named here")
                .containsExactlyInAnyOrder("Lease.join", "Penstock.open");
        assertThat(callersOfTheGuard()).contains("Lease.join", "Pipeline.open");
    }

    private static Set<String> entriesWithAListener() {
        return CORE.stream()
                .filter(type -> type.getPackageName().equals("io.penstock"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> method.getRawParameterTypes().stream()
                        .anyMatch(parameter -> parameter.isEquivalentTo(StatusListener.class)))
                .map(method -> method.getOwner().getSimpleName() + '.' + method.getName())
                .collect(Collectors.toSet());
    }

    private static Set<String> callersOfTheGuard() {
        return CORE.get(GuardedStatus.class).getMethodCallsToSelf().stream()
                .filter(call -> call.getName().equals("of"))
                .map(call -> call.getOriginOwner().getSimpleName()
                        + '.'
                        + call.getOrigin().getName())
                .collect(Collectors.toSet());
    }

    private static Arguments room(String room, String... known) {
        return Arguments.of(room, known);
    }

    private static String[] andItself(String room, String[] known) {
        return Stream.concat(Stream.of(room), Arrays.stream(known))
                .map(ArchitectureTest::packagesOf)
                .toArray(String[]::new);
    }

    private static String packagesOf(String room) {
        return "io.penstock." + room + "..";
    }

    private static String topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type.getName());
    }

    private static void assertHolds(ArchRule rule) {
        rule.check(CORE);
    }
}
