package io.penstock.soak;

import io.penstock.soak.Plan.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Disks that are full, and disks that hang. */
final class DiskTroubles {
    static final List<Trouble> ALL = List.of(
            new Trouble("disk full", plan -> plan.disk() != Disk.PLAIN, DiskTroubles::fill),
            new Trouble("disk hangs", plan -> plan.disk() == Disk.EXT4, DiskTroubles::freeze));

    private DiskTroubles() {}

    private static void fill(Scene scene, Random random) throws IOException {
        Path ballast = scene.base().resolve("ballast-" + random.nextInt(1_000_000));
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            scene.pause(random, 3_000);
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    /** Thawed by a process of its own, whatever becomes of this one. */
    private static void freeze(Scene scene, Random random) throws Exception {
        String disk = scene.base().toString();
        String seconds = (3 + random.nextInt(30)) / 10.0 + "";
        Process freezing = new ProcessBuilder(
                        "sh", "-c", "fsfreeze -f " + disk + " && sleep " + seconds + "; fsfreeze -u " + disk)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int unused = freezing.waitFor();
    }
}
