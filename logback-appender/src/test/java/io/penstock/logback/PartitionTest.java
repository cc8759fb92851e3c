package io.penstock.logback;

import ch.qos.logback.classic.Logger;
import io.penstock.testing.archive.TimedPartitions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTest {
    @TempDir
    Path folder;

    @Test
    void theRecordsOfAnObjectLieInThePartitionOfItsKey() throws Exception {
        Path objects = Files.createDirectory(folder.resolve("objects"));
        Path spool = folder.resolve("spool");
        String settings = """
                <encoder><pattern>%%d{"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",UTC} %%msg%%n</pattern></encoder>
                <rotation><interval>1 s</interval></rotation>
                <directoryUpload><directory>%s</directory><keyPattern>%s</keyPattern></directoryUpload>
                """.formatted(objects, TimedPartitions.KEYS);
        try (Logging logging = Logging.with(spool, settings)) {
            Logger logger = logging.logger();
            TimedPartitions.log(logger::info);
        }

        new TimedPartitions(spool, objects).assertHold();
    }
}
