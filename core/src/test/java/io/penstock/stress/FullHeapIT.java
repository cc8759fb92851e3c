package io.penstock.stress;

import io.penstock.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R1: a heap without a free byte, in a JVM of its own, ends none of our threads; everything goes on when there is room again. */
class FullHeapIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"native", "portable"})
    void aHeapThatIsFullForAWhileEndsNoThread(String platform) throws Exception {
        ChildJvm.of(FullHeapScenario.class, directory.resolve("spool").toString())
                .options("-Xmx48m", "-XX:+UseSerialGC", "-Dio.penstock.platform=" + platform)
                .run(directory.resolve("child.err"));
    }
}
