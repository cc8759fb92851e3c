package io.penstock.stress;

import io.penstock.testing.ChildJvm;
import io.penstock.testing.Requires;
import io.penstock.testing.RequiresMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I9: a disk that is full, on a tmpfs of 16 MB: writes end short, in the middle of a record, before they fail. */
@RequiresMount
class DiskFullIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "auto,block",
        "off,block",
        "auto,drop",
        "off,drop",
        "auto,oversize",
        "off,oversize",
        "auto,half",
        "off,half",
        "auto,stays",
        "off,stays"
    })
    void aFullDiskLosesNothingThatIsNotCounted(String directIo, String what) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        List<String> inNamespace = new ArrayList<>(Requires.unshare());
        inNamespace.addAll(List.of("sh", "-c", "mount -t tmpfs -o size=16m tmpfs " + disk + " && exec \"$@\"", "sh"));
        ChildJvm.of(DiskFullScenario.class, disk.toString(), directIo, what)
                .under(inNamespace)
                .run(directory.resolve("child.err"));
    }
}
