package io.penstock.stress;

import io.penstock.testing.ChildJvm;
import io.penstock.testing.Requires;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.RequiresMount;
import io.penstock.testing.RequiresRoot;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R3, I1: a file system that is frozen in the middle of a write, and thawed after the stop has given up. */
@RequiresRoot
@RequiresMount
@RequiresCommand({"mkfs.ext4", "fsfreeze"})
class HungDiskIT {
    private static final long DISK_BYTES = 64 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"auto,stop", "off,stop", "auto,oversize", "off,oversize"})
    void aWriteThatHangsHoldsUpNoStopAndMixesNoRecords(String directIo, String what) throws Exception {
        Path image = directory.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        }
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        List<String> inNamespace = new ArrayList<>(Requires.unshare());
        String mount = "mkfs.ext4 -q " + image + " >&2 && mount -o loop " + image + " " + disk + " && exec \"$@\"";
        inNamespace.addAll(List.of("sh", "-c", mount, "sh"));
        ChildJvm.of(HungDiskScenario.class, disk.toString(), elsewhere.toString(), directIo, what)
                .under(inNamespace)
                .run(directory.resolve("child.err"));
    }
}
