package io.penstock.upload;

import io.penstock.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a form takes of a JVM's memory and class path. */
class StoredFormJvmIT {
    @TempDir
    Path directory;

    /** I13. */
    @Test
    void aGigabytePassesThroughASmallHeapAndNothingNativeStays() throws Exception {
        ChildJvm.of(StoredFormScenario.class, "memory").options("-Xmx32m").run(directory.resolve("child.err"));
    }

    @Test
    void withoutZstdTheErrorHasItsCoordinatesAndTheOtherFormsWork() throws Exception {
        ChildJvm.of(StoredFormScenario.class, "missing", "com.github.luben:zstd-jni")
                .without("zstd-jni")
                .run(directory.resolve("child.err"));
    }

    @Test
    void withoutEitherJarOfJaggedTheErrorHasItsCoordinatesAndTheOtherFormsWork() throws Exception {
        for (String artifact : new String[] {"jagged-framework", "jagged-x25519"}) {
            ChildJvm.of(StoredFormScenario.class, "missing", "com.exceptionfactory.jagged:" + artifact)
                    .without(artifact)
                    .run(directory.resolve("child.err"));
        }
    }
}
