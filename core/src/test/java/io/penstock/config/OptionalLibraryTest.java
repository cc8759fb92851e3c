package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A library that an upload needs and that is not there is a problem like any other, found without loading it. */
class OptionalLibraryTest {
    private static final RawElement VALID = RawElement.appender("EventFile").with("directory", "logs");
    private static final RawElement S3 =
            RawElement.of(ElementKind.S3_UPLOAD, "S3Upload").with("bucket", "my-bucket");
    private static final RawElement GCS =
            RawElement.of(ElementKind.GCS_UPLOAD, "GcsUpload").with("bucket", "my-bucket");
    private static final RawElement DIRECTORY =
            RawElement.of(ElementKind.DIRECTORY_UPLOAD, "DirectoryUpload").with("directory", "/mnt/archive");
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdt0wu7asd2pacc";

    @ParameterizedTest
    @CsvSource({
        "software/amazon/, S3Upload: needs software.amazon.awssdk:s3 on the class path",
        "com/github/, 'S3Upload compression=\"zstd\": needs com.github.luben:zstd-jni on the class path'",
        "com/exceptionfactory/jagged/framework/, 'S3Upload encryptTo=\"RECIPIENT\": needs com.exceptionfactory.jagged:jagged-framework on the class path'",
        "com/exceptionfactory/jagged/x25519/, 'S3Upload encryptTo=\"RECIPIENT\": needs com.exceptionfactory.jagged:jagged-x25519 on the class path'",
    })
    void aMissingLibraryIsNamedByItsCoordinates(String path, String problem) {
        RawElement upload = S3.with("compression", "zstd").with("encryptTo", RECIPIENT);

        assertThat(problems(VALID.child(upload), Machines.without(path)))
                .containsExactly(problem.replace("RECIPIENT", RECIPIENT));
    }

    @Test
    void everyMissingLibraryIsNamedAtOnceAndOnlyThoseThatAreNeeded() {
        Machine bare = Machines.without("");

        assertThat(problems(VALID.child(GCS.with("bucket", "").with("compression", "zstd")), bare))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly("GcsUpload", "GcsUpload bucket=\"\"", "GcsUpload compression=\"zstd\"");
        assertThat(problems(VALID.child(GCS), bare))
                .containsExactly("GcsUpload: needs com.google.cloud:google-cloud-storage on the class path");
        assertThat(problems(VALID.child(DIRECTORY.with("compression", "gzip")), bare))
                .isEmpty();
    }

    /** The resources that are looked for are there where the libraries are. */
    @Test
    void everyOptionalLibraryIsFoundOnTheClassPathOfTheseTests() {
        assertThat(OptionalLibrary.values()).allMatch(library -> library.isOn(Machine.here()));
    }

    /** No class of an SDK is loaded before the first file: the presence of all is checked here, in a class loader that takes notes. */
    @Test
    void readingLoadsNoClassOfALibrary() throws Exception {
        try (LoadedClasses classes = LoadedClasses.ofThisClassPath()) {
            Object problems = classes.loadClass(Reading.class.getName())
                    .getMethod("problems")
                    .invoke(null);

            assertThat(problems).isEqualTo("[]");
            assertThat(classes.names())
                    .contains(PenstockConfig.class.getName())
                    .noneMatch(name -> name.startsWith("software.") || name.startsWith("com."));
        }
    }

    /** What the noted class loader runs. */
    public static final class Reading {
        private Reading() {}

        public static String problems() {
            RawElement s3 = S3.with("compression", "zstd").with("encryptTo", RECIPIENT);
            RawElement gcs = GCS.with("compression", "zstd").with("encryptTo", RECIPIENT);
            return PenstockConfig.parse(VALID.child(s3)).problems().toString().replace("[]", "")
                    + PenstockConfig.parse(VALID.child(gcs)).problems();
        }
    }

    /** Loads every class of this class path anew, and remembers which. */
    private static final class LoadedClasses extends URLClassLoader {
        private final Set<String> names = ConcurrentHashMap.newKeySet();

        private LoadedClasses(URL[] classPath) {
            super(classPath, ClassLoader.getPlatformClassLoader());
        }

        static LoadedClasses ofThisClassPath() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return new LoadedClasses(urls.toArray(new URL[0]));
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            names.add(name);
            return super.findClass(name);
        }

        Set<String> names() {
            return names;
        }
    }

    private static List<String> problems(RawElement appender, Machine machine) {
        return PenstockConfig.parse(appender, machine).problems().stream()
                .map(Problem::message)
                .toList();
    }
}
