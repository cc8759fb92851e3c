package io.penstock.file;

import io.penstock.config.SpoolConfig.DirectIo;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of its own with a spool: says its slot, then writes and rotates until it is killed. */
final class SpoolChild {
    /** A divisor of the page: the kernel may stop a killed process at a page boundary within one write. */
    private static final int LINE_BYTES = 128;

    /** Written by {@code pause} each time. */
    static final int LINES = 1000;

    private SpoolChild() {}

    static Process start(Path directory, String... mode) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SpoolChild.class.getName(),
                directory.toString()));
        command.addAll(List.of(mode));
        return new ProcessBuilder(command)
                .redirectError(new File("target/spool-child.err"))
                .start();
    }

    /** The next line it says. */
    static String line(Process child) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = child.getInputStream().read(); read >= 0 && read != '\n'; ) {
            line.append((char) read);
            read = child.getInputStream().read();
        }
        return line.toString();
    }

    static void kill(Process child) throws Exception {
        child.destroyForcibly();
        if (!child.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not killed");
        }
    }

    private static void say(Object line) {
        System.out.println(line);
        System.out.flush();
    }

    public static void main(String[] args) throws Exception {
        SpoolFixture fixture = new SpoolFixture(Path.of(args[0]));
        switch (args[1]) {
            case "ask" -> ask(new SpoolPaths(Path.of(args[0]).toRealPath()));
            case "claim" -> claim(fixture, args[2]);
            case "contend" -> {
                endWithParent();
                SealedFiles files = fixture.open(DirectIo.AUTO).sealedFiles();
                say("ready");
                say(new Contender(files, Path.of(args[0])).run(Integer.parseInt(args[2])));
            }
            case "append" -> {
                fixture.mostManifestBytes = Long.parseLong(args[2]);
                SealedFiles files = fixture.open(DirectIo.AUTO).sealedFiles();
                say("ready");
                System.in.read();
                ManifestTest.appendLines(files, "child");
                say("done");
            }
            case "pause" -> pause(fixture, DirectIo.valueOf(args[2]));
            default -> write(fixture, args[1]);
        }
    }

    /** For a child that goes on and on: no longer than its parent lives, who has the other end of its input. */
    private static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                Runtime.getRuntime().halt(2);
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** Asks who lives, over and over, and lets others have a turn in between. */
    private static void ask(SpoolPaths paths) throws Exception {
        endWithParent();
        say("ready");
        while (true) {
            SlotLock.living(paths, Set.of(0, 1, 2, 3), "asker");
            LockSupport.parkNanos(50_000);
        }
    }

    /** Says whether it got the claim, and keeps it. */
    private static void claim(SpoolFixture fixture, String start) throws Exception {
        SealedFiles files = fixture.open(DirectIo.AUTO).sealedFiles();
        say("ready");
        System.in.read();
        say(files.claim(start).isPresent());
        System.in.read();
    }

    /** Writes lines to one live file, goes on when told to, and ends without sealing it. */
    private static void pause(SpoolFixture fixture, DirectIo direct) throws Exception {
        EventFiles files = fixture.files(fixture.open(direct), "payment");
        SpoolFixture.awaitNext(files);
        for (int round = 0; round < 2; round++) {
            SpoolFixture.write(files, "line\n".repeat(LINES));
            say("written");
            System.in.read();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void write(SpoolFixture fixture, String mode) throws Exception {
        Spool spool = fixture.open(DirectIo.AUTO);
        System.out.println(spool.slot() + " " + spool.start());
        System.out.flush();
        if (mode.equals("hold")) {
            System.in.read();
            spool.close(SpoolFixture.SOON);
            return;
        }
        endWithParent();
        EventFiles files = fixture.files(spool, "payment");
        SpoolFixture.awaitNext(files);
        byte[] line = new byte[LINE_BYTES];
        for (long number = 0; ; number++) {
            byte[] text = String.format("%0127d%n", number).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, line, 0, LINE_BYTES);
            LiveFile live = files.live();
            if (live.remaining() < 100 * LINE_BYTES) {
                files.prepareNext();
                if (files.nextReady()) {
                    files.rotate();
                    live = files.live();
                }
            }
            live.append(ByteBuffer.wrap(line), 0, LINE_BYTES);
            live.count(1, number * 1_000_000L, number * 1_000_000L, number * 1_000_000L);
            if (number % 1000 == 0) {
                System.out.println(number);
                System.out.flush();
            }
        }
    }
}
