package com.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.LogManager;

/** Logs, stops, and asks the uploaded objects what was logged. */
public final class Main {
    private Main() {}

    /** @param arguments where the spool and the archive go; nothing for a temporary directory */
    public static void main(String[] arguments) throws Exception {
        Path work = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("shop-");
        work = work.toRealPath();
        System.setProperty("shop.directory", work.toString()); // for log4j2.xml

        Map<String, Long> logged = new TreeMap<>(Shop.serve());
        LogManager.shutdown(); // flushes, seals and uploads

        System.out.println("Logged " + logged + "; the objects are in " + work.resolve("archive"));
        System.exit(holds(work, logged) ? 0 : 1);
    }

    /** Prints what the objects hold and the manifest says; whether both are what was logged. */
    private static boolean holds(Path work, Map<String, Long> logged) throws SQLException {
        Path manifest = work.resolve("logs/.penstock/manifest.jsonl");
        try (Archive archive = new Archive(work.resolve("archive").toString(), manifest)) {
            archive.printRecordsByHour();
            archive.printSlowestPayments();
            archive.printManifest();
            boolean complete = archive.records().equals(logged) && archive.disagreements() == 0;
            System.out.println();
            System.out.println(complete ? "Every record is there, once." : "Records, objects and manifest do NOT agree.");
            return complete;
        }
    }
}
