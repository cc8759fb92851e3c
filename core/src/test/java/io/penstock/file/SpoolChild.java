package io.penstock.file;

import io.penstock.config.SpoolConfig.DirectIo;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process of its own with a spool: says its slot, then writes and rotates until it is killed. */
final class SpoolChild {
    /** A divisor of the page: the kernel may stop a killed process at a page boundary within one write. */
    private static final int LINE_BYTES = 128;

    private SpoolChild() {}

    static Process start(Path directory, String mode) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SpoolChild.class.getName(),
                directory.toString(),
                mode);
        return new ProcessBuilder(command)
                .redirectError(new File("target/spool-child.err"))
                .start();
    }

    public static void main(String[] args) throws Exception {
        SpoolFixture fixture = new SpoolFixture(Path.of(args[0]));
        Spool spool = fixture.open(DirectIo.AUTO);
        System.out.println(spool.slot() + " " + spool.start());
        System.out.flush();
        if (args[1].equals("hold")) {
            System.in.read();
            spool.close(SpoolFixture.SOON);
            return;
        }
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
            live.count(1, number * 1_000_000L, number * 1_000_000L);
            if (number % 1000 == 0) {
                System.out.println(number);
                System.out.flush();
            }
        }
    }
}
