package io.penstock.buffer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** An event's shards at one moment; never changed. */
final class Shards {
    /** Threads write to shards of no less than this part of the largest. */
    static final int LEAST_PART = 4;

    /** By index, as the readers know them. */
    final Shard[] all;
    /** Where threads write to first. */
    final Shard[] homes;

    final int maxFrameBytes;
    final int largestBytes;
    final long bytes;

    Shards(Shard[] all, int maxHomes) {
        this.all = all;
        int largest = 0;
        long sum = 0;
        for (Shard shard : all) {
            largest = Math.max(largest, shard.capacity());
            sum += 2L * shard.capacity();
        }
        int least = largest / LEAST_PART;
        homes = Stream.of(all)
                .filter(shard -> shard.capacity() >= least)
                .sorted(Comparator.comparingInt(Shard::capacity).reversed())
                .limit(maxHomes)
                .toArray(Shard[]::new);
        maxFrameBytes = largest / 2;
        largestBytes = 2 * largest;
        bytes = sum;
    }

    Shards with(Shard further, int maxHomes) {
        Shard[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = further;
        return new Shards(more, maxHomes);
    }
}
