package io.penstock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.ChildJvm;
import io.penstock.testing.Requires;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.RequiresMount;
import io.penstock.testing.RequiresRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of load and trouble for as long as {@code soak.minutes} says, from {@code soak.seed} on. Run by the profile {@code soak}. */
@Tag("soak")
@RequiresRoot
@RequiresMount
@RequiresCommand({"strace", "mkfs.ext4", "fsfreeze"})
class SoakIT {
    private final List<String> failures = new ArrayList<>();

    @TempDir
    Path directory;

    /** I1, I2, I3, R1: whatever happens, and however much at once. A failing round is made again by {@code -Dsoak.seed} of its line and {@code -Dsoak.minutes=0}. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void whateverHappensEveryRecordIsAccountedFor() throws Exception {
        Duration most = Duration.ofMinutes(Long.getLong("soak.minutes", 10));
        long seed = Long.getLong("soak.seed", System.nanoTime());
        long start = System.nanoTime();
        int rounds = 0;
        do {
            run(seed, directory.resolve("round-" + rounds));
            seed = new Random(seed).nextLong();
            rounds++;
        } while (System.nanoTime() - start < most.toNanos());
        say(rounds + " rounds, " + failures.size() + " failed");
        assertThat(failures).isEmpty();
    }

    private void run(long seed, Path folder) throws IOException, InterruptedException {
        Plan plan = Plan.draw(seed);
        say(plan.toString());
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Path log = folder.resolve("child.err");
        Process round = ChildJvm.of(Round.class, Long.toString(seed), disk.toString())
                .options(plan.jvmOptions().toArray(String[]::new))
                .under(plan.under(
                        String.join(" ", Requires.unshare()),
                        disk.toString(),
                        folder.resolve("image").toString()))
                .start(log);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(round.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                say("  " + line);
            }
        }
        if (round.waitFor() == 0) {
            remove(folder);
        } else {
            failures.add("seed " + seed);
            say("  FAILED seed " + seed + ": " + Files.readString(log));
        }
    }

    /** Rounds leave megabytes; those of failed ones stay until the end. */
    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
