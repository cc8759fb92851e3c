package io.penstock.upload.directory;

import io.penstock.testing.ChildJvm;
import io.penstock.testing.Requires;
import io.penstock.testing.RequiresMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I11: a share that is full, read-only, or gone; a tmpfs of 2 MB stands for it. */
@RequiresMount
class DirectoryFaultsIT {
    @TempDir
    Path directory;

    @Test
    void aShareThatIsFullOrReadOnlyOrGoneStoresNothingInPartAndNothingElsewhere() throws Exception {
        Path share = Files.createDirectory(directory.resolve("share"));
        List<String> inNamespace = new ArrayList<>(Requires.unshare());
        inNamespace.addAll(List.of("sh", "-c", "mount -t tmpfs -o size=2m tmpfs " + share + " && exec \"$@\"", "sh"));
        ChildJvm.of(DirectoryFaultsScenario.class, share.toString())
                .under(inNamespace)
                .run(directory.resolve("child.err"));
    }
}
