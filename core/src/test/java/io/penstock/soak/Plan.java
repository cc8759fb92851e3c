package io.penstock.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What one round is like: drawn from its seed alone, by the parent, which starts the JVM, and by the child again.
 *
 * @param directIo the setting; {@code off} is the portable file
 * @param portable without native calls, so that buffers are direct memory of the JVM
 * @param disk what the spool stands on
 * @param upload whether there is one, to a directory
 * @param heapMegabytes of the child; small where the heap is to run out
 * @param injected the fault that strace injects into system calls; empty without one
 * @param events how many names the records have
 * @param threads that append
 * @param oversize of 10,000 records, how many are larger than half of a buffer
 * @param oddTimes whether some records carry times that no calendar has
 */
record Plan(
        long seed,
        String directIo,
        boolean portable,
        Disk disk,
        boolean upload,
        int heapMegabytes,
        String injected,
        int events,
        int threads,
        int oversize,
        boolean oddTimes,
        List<String> troubles) {
    private static final int SMALL_HEAP = 64;
    private static final List<String> INJECTED = List.of(
            "pwritev:error=EIO:when=5+37",
            "pwritev:error=ENOSPC:when=9+11",
            "pwritev:delay_enter=200000:when=5+40",
            "pwrite64:error=EIO:when=5+37",
            "fdatasync:error=EIO:when=3+9",
            "fdatasync:delay_enter=1500000:when=2+5",
            "fallocate:error=EOPNOTSUPP:when=2+3",
            "openat:error=EMFILE:when=900+400");

    /** What the round's directories stand on. */
    enum Disk {
        /** The test's temporary directory. */
        PLAIN,
        /** A tmpfs that can be filled. */
        TMPFS,
        /** A small ext4 image that can be filled and frozen. */
        EXT4
    }

    static Plan draw(long seed) {
        Random random = new Random(seed);
        boolean portable = random.nextInt(5) == 0;
        Disk disk = Disk.values()[random.nextInt(3)];
        Plan bare = new Plan(
                seed,
                portable || random.nextInt(3) == 0 ? "off" : "auto",
                portable,
                disk,
                random.nextInt(2) == 0,
                random.nextInt(4) == 0 ? SMALL_HEAP : 384,
                random.nextInt(4) == 0 ? INJECTED.get(random.nextInt(INJECTED.size())) : "",
                random.nextInt(3) == 0 ? 40 : 1 + random.nextInt(6),
                2 + random.nextInt(3),
                random.nextInt(2) * random.nextInt(40),
                random.nextInt(4) == 0,
                List.of());
        List<String> suitable = Trouble.all().stream()
                .filter(trouble -> trouble.suits().test(bare))
                .map(Trouble::name)
                .toList();
        List<String> drawn = new ArrayList<>();
        for (int i = 4 + random.nextInt(6); i > 0; i--) {
            drawn.add(suitable.get(random.nextInt(suitable.size())));
        }
        return bare.with(drawn);
    }

    private Plan with(List<String> drawn) {
        return new Plan(
                seed,
                directIo,
                portable,
                disk,
                upload,
                heapMegabytes,
                injected,
                events,
                threads,
                oversize,
                oddTimes,
                drawn);
    }

    boolean hasSmallHeap() {
        return heapMegabytes == SMALL_HEAP;
    }

    /** The troubles, in their order; two lanes of them go on at the same time. */
    List<Trouble> lane(int lane) {
        List<Trouble> all = new ArrayList<>();
        for (int i = lane; i < troubles.size(); i += 2) {
            all.add(Trouble.named(troubles.get(i)));
        }
        return all;
    }

    /** Options of the child's JVM. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(
                List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=48m"));
        if (portable) {
            options.add("-Dio.penstock.platform=portable");
        }
        return options;
    }

    /** What the child runs under: mounts of its own, and strace where it injects a fault. */
    List<String> under(String unshared, String mountPoint, String image) {
        List<String> command = new ArrayList<>();
        if (disk != Disk.PLAIN) {
            command.addAll(List.of(unshared.split(" ", -1)));
            String mount = disk == Disk.TMPFS
                    ? "mount -t tmpfs -o size=64m tmpfs " + mountPoint
                    : "truncate -s 96M " + image + " && mkfs.ext4 -q " + image + " && mount -o loop " + image + " "
                            + mountPoint;
            command.addAll(List.of("sh", "-c", mount + " && exec \"$@\"", "sh"));
        }
        if (!injected.isEmpty()) {
            String call = injected.substring(0, injected.indexOf(':'));
            command.addAll(List.of(
                    "strace",
                    "-f",
                    "--seccomp-bpf",
                    "-o",
                    "/dev/null",
                    "-e",
                    "trace=" + call,
                    "-e",
                    "inject=" + injected));
        }
        return command;
    }

    @Override
    public String toString() {
        return "seed=" + seed + " directIo=" + directIo + (portable ? " portable" : "") + " disk=" + disk
                + (upload ? " upload" : "") + " heap=" + heapMegabytes + "m events=" + events + " threads=" + threads
                + (oversize > 0 ? " oversize=" + oversize : "") + (oddTimes ? " oddTimes" : "")
                + (injected.isEmpty() ? "" : " strace=" + injected) + " troubles=" + troubles;
    }
}
