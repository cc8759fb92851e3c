package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's start does not pay for uploads: a process that has sealed nothing has loaded nothing of an SDK, nor what compresses and encrypts. */
class UploadStartIT {
    @TempDir
    Path directory;

    @Test
    void noSdkIsLoadedBeforeTheFirstSealedFile() throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        ChildJvm.of(UploadScenario.class, "begin", directory.resolve("spool").toString())
                .options("-Xlog:class+load:file=" + loaded)
                .run(directory.resolve("child.err"));

        List<String> classes = Files.readAllLines(loaded);
        assertThat(classes).anyMatch(line -> line.contains(" io.penstock.upload.Uploader "));
        assertThat(classes)
                .noneMatch(line -> line.contains(" software.amazon.awssdk.")
                        || line.contains(" com.google.cloud.")
                        || line.contains(" com.github.luben.")
                        || line.contains(" com.exceptionfactory."));
    }
}
