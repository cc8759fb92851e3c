package io.penstock.log4j2;

import io.penstock.testing.archive.TimedPartitions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTest {
    @TempDir
    Path folder;

    @Test
    void theRecordsOfAnObjectLieInThePartitionOfItsKey() throws Exception {
        Path objects = Files.createDirectory(folder.resolve("objects"));
        Path spool = folder.resolve("spool");
        String appender = "<EventFile name='EVENTS' directory='" + spool + "'>"
                + "<PatternLayout pattern=\"%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %m%n\"/>"
                + "<EventRotation interval='1 s'/>"
                + "<DirectoryUpload directory='" + objects + "' keyPattern='" + TimedPartitions.KEYS
                + "'/></EventFile>";
        try (TestContext test = TestContext.start(folder, appender)) {
            Logger logger = test.logger();
            TimedPartitions.log(logger::info);
        }

        new TimedPartitions(spool, objects).assertHold();
    }
}
