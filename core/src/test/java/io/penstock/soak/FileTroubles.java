package io.penstock.soak;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What others do to our files and directories. Nothing is deleted: what is moved away can be accounted for. */
final class FileTroubles {
    static final List<Trouble> ALL = List.of(
            new Trouble("live file moved", plan -> true, FileTroubles::moveLiveFile),
            new Trouble("live file truncated", plan -> true, FileTroubles::truncateLiveFile),
            new Trouble("live file replaced", plan -> true, FileTroubles::replaceLiveFile),
            new Trouble("sealed moved", plan -> true, FileTroubles::moveSealed),
            new Trouble("spool moved", plan -> true, FileTroubles::moveSpool),
            new Trouble("sealed obstructed", plan -> true, FileTroubles::obstructSealed),
            new Trouble("store moved", Plan::upload, FileTroubles::moveStore));

    private FileTroubles() {}

    private static List<Path> liveFiles(Scene scene) throws IOException {
        try (Stream<Path> files = Files.list(scene.spool())) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    private static Path liveFile(Scene scene, Random random) throws IOException {
        List<Path> live = liveFiles(scene);
        if (live.isEmpty()) {
            throw new IOException("there is no live file");
        }
        return live.get(random.nextInt(live.size()));
    }

    /** As {@code rm} does, but for the room that it takes. */
    private static void moveLiveFile(Scene scene, Random random) throws IOException {
        Files.move(liveFile(scene, random), scene.removedLive());
    }

    /** As {@code > payment.log} and {@code copytruncate} do. */
    private static void truncateLiveFile(Scene scene, Random random) throws IOException {
        try (FileChannel live = FileChannel.open(liveFile(scene, random), StandardOpenOption.WRITE)) {
            live.truncate(0);
        }
    }

    private static void replaceLiveFile(Scene scene, Random random) throws IOException {
        Path live = liveFile(scene, random);
        Path theirs = Files.writeString(scene.removedLive(), Account.FOREIGN + " somebody else's\n");
        Files.move(live, scene.removedLive());
        Files.move(theirs, live);
    }

    private static void moveSealed(Scene scene, Random random) throws IOException {
        Files.move(scene.spool().resolve("sealed"), scene.takenSealed());
        scene.pause(random, 300);
    }

    private static void moveSpool(Scene scene, Random random) throws IOException {
        Files.move(scene.spool(), scene.takenSpool());
        scene.pause(random, 300);
    }

    /** A plain file in a directory's place stops root too. */
    private static void obstructSealed(Scene scene, Random random) throws IOException {
        Path sealed = scene.spool().resolve("sealed");
        Files.move(sealed, scene.takenSealed());
        Files.createFile(sealed);
        try {
            scene.pause(random, 1_500);
        } finally {
            Files.deleteIfExists(sealed);
        }
    }

    /** As if the share were unmounted for a while. */
    private static void moveStore(Scene scene, Random random) throws IOException {
        Path away = scene.store().resolveSibling("store-away");
        Files.move(scene.store(), away);
        try {
            scene.pause(random, 1_500);
        } finally {
            Files.move(away, scene.store());
        }
    }
}
