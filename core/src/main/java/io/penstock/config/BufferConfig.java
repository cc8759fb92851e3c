package io.penstock.config;

/**
 * @param sizeBytes all memory of one event: both halves of all shards
 * @param shards a power of two, 1 to 64; the setting's 0 is resolved when parsed
 * @param flushThresholdPercent share of the open shards with a half-full buffer that starts a flush
 */
public record BufferConfig(long sizeBytes, int shards, int flushThresholdPercent) {
    /** Bytes of one of a shard's two buffers when all shards are open. */
    public long halfBytes() {
        return sizeBytes / shards / 2;
    }
}
