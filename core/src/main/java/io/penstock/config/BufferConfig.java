package io.penstock.config;

/**
 * The memory of one event.
 *
 * @param sizeBytes all memory of one event: both halves of all shards
 * @param shards a power of two, 1 to 64; the setting's 0 is resolved when parsed
 * @param flushThresholdPercent share of the open shards with a half-full buffer that starts a flush, 1 to 100
 */
public record BufferConfig(long sizeBytes, int shards, int flushThresholdPercent) {
    /** The smallest half: one page. */
    static final long LEAST_HALF_BYTES = 4096;

    private static final long HALF_BYTES_BELOW = 1L << 31;
    private static final int MOST_SHARDS = 64;

    /** Bytes of one of a shard's two buffers when all shards are open. */
    public long halfBytes() {
        return sizeBytes / shards / 2;
    }

    /** The settings as written, {@code shards="0"} still among them: an override of the size alone resolves it anew. */
    record Written(long sizeBytes, int shards, int flushThresholdPercent) {
        static final Written DEFAULTS = new Written(32L << 20, 0, 25);

        private static final ValueParser<Integer> SHARDS = NumberText.whole(0, MOST_SHARDS)
                .where(shards -> Integer.bitCount(shards) <= 1, "")
                .saying("must be a power of two up to 64, or 0 for as many as processors");

        static Written read(ElementReader buffer, Written inherited, Machine machine) {
            Written written = new Written(
                    buffer.read("size", SizeText.BYTES, inherited.sizeBytes),
                    buffer.read("shards", SHARDS, inherited.shards),
                    buffer.read("flushThreshold", NumberText.percent(1, 100), inherited.flushThresholdPercent));
            if (!buffer.isWrong("size") && !buffer.isWrong("shards")) {
                written.check(buffer, machine);
            }
            return written;
        }

        /** Without a number of shards there are as many as processors, or as many as the size has room for: a small size is valid on every machine. */
        BufferConfig resolve(Machine machine) {
            int resolved = shards == 0 ? machine.shards() : shards;
            while (shards == 0 && resolved > 1 && sizeBytes / resolved / 2 < LEAST_HALF_BYTES) {
                resolved /= 2;
            }
            return new BufferConfig(sizeBytes, resolved, flushThresholdPercent);
        }

        private void check(ElementReader buffer, Machine machine) {
            BufferConfig resolved = resolve(machine);
            String setting = buffer.has("size") || !buffer.has("shards") ? "size" : "shards";
            String halves = " with " + resolved.shards
                    + (resolved.shards == 1 ? " shard of two halves" : " shards of two halves each");
            if (resolved.halfBytes() < LEAST_HALF_BYTES) {
                long least = LEAST_HALF_BYTES * 2 * resolved.shards / 1024;
                buffer.refuse(
                        setting,
                        "a half must have at least 4 KB; that takes a size of at least " + least + " KB" + halves);
            } else if (resolved.halfBytes() >= HALF_BYTES_BELOW) {
                long below = 4L * resolved.shards;
                buffer.refuse(
                        setting,
                        "a half must be less than 2 GB; that takes more shards or a size of less than " + below + " GB"
                                + halves);
            }
        }
    }
}
