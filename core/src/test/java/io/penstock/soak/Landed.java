package io.penstock.soak;

import io.penstock.stress.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The records that stand in a set of files, each file read whole; and what is wrong with them. One thread. */
final class Landed {
    private static final Pattern OBJECT =
            Pattern.compile("(.+)_\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d_.+-([0-9a-z]+)-(\\d+)\\.log");
    private static final Pattern SIDECAR = Pattern.compile(
            "\"event\"\\s*:\\s*\"([^\"]+)\".*\"start\"\\s*:\\s*\"([^\"]+)\".*\"sequence\"\\s*:\\s*(\\d+)",
            Pattern.DOTALL);

    private final BitSet[] seen;
    private final List<String> wrong;
    private long files;
    private long torn;

    /** @param wrong gets what does not hold */
    Landed(int threads, List<String> wrong) {
        this.wrong = wrong;
        seen = new BitSet[threads];
        Arrays.setAll(seen, i -> new BitSet());
    }

    boolean holds(int thread, int number) {
        return seen[thread].get(number);
    }

    /** Files that were read. */
    long files() {
        return files;
    }

    /** Records that are there in part, at a file's end. */
    long torn() {
        return torn;
    }

    /** Reads these files; those of one event and start in the order of their sequence. */
    void read(List<Path> paths, Path sidecars) throws IOException {
        Map<String, Path> ordered = new TreeMap<>();
        for (Path path : paths) {
            ordered.put(place(path, sidecars), path);
        }
        Map<String, int[]> last = new TreeMap<>();
        for (Map.Entry<String, Path> file : ordered.entrySet()) {
            String lane = file.getKey().substring(0, file.getKey().indexOf('\n'));
            read(file.getValue(), last.computeIfAbsent(lane, unused -> none()));
        }
    }

    private int[] none() {
        int[] last = new int[seen.length];
        Arrays.fill(last, -1);
        return last;
    }

    /** Sorts by event, start and sequence where they are known; the part before the line feed names whose order must hold. */
    private static String place(Path path, Path sidecars) throws IOException {
        String name = path.getFileName().toString();
        Path sidecar = sidecars.resolve(name + ".json");
        Matcher known = OBJECT.matcher(name);
        boolean found = known.matches();
        if (!found && Files.isRegularFile(sidecar)) {
            known = SIDECAR.matcher(Files.readString(sidecar));
            found = known.find();
        }
        return found
                ? known.group(1) + '\n' + known.group(2) + "%012d".formatted(Long.parseLong(known.group(3)))
                : path + "\n";
    }

    private void read(Path file, int[] last) throws IOException {
        files++;
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                wrong.add("NUL at " + i + " of " + bytes.length + " in " + file);
                return;
            }
            if (bytes[i] == '\n') {
                take(bytes, start, i, file, last);
                start = i + 1;
            }
        }
        torn += start < bytes.length ? 1 : 0;
    }

    private void take(byte[] bytes, int start, int end, Path file, int[] last) {
        String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (line.startsWith(Account.FOREIGN)) {
            return;
        }
        int thread;
        int number;
        try {
            String[] parts = line.split(" ", 4);
            thread = Integer.parseInt(parts[0]);
            number = Integer.parseInt(parts[1]);
            byte[] expected = Ledger.line(thread, number, Integer.parseInt(parts[2]));
            if (!Arrays.equals(bytes, start, end + 1, expected, 0, expected.length)) {
                throw new IllegalArgumentException("other bytes");
            }
        } catch (RuntimeException e) {
            String shown = line.length() > 160 ? line.substring(0, 160) + "…" : line;
            wrong.add("torn at " + start + " in " + file + ": " + shown + " (" + e.getMessage() + ")");
            return;
        }
        if (seen[thread].get(number)) {
            wrong.add("doubled: thread " + thread + " number " + number + ", again in " + file);
        }
        seen[thread].set(number);
        if (number <= last[thread]) {
            wrong.add(
                    "out of order: thread " + thread + " number " + number + " after " + last[thread] + " in " + file);
        }
        last[thread] = number;
    }

    /** Regular files of this folder whose names end so; none where it is not there. */
    static List<Path> in(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 1)) {
            return new ArrayList<>(all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .toList());
        }
    }
}
