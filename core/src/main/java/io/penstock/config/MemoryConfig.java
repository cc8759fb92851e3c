package io.penstock.config;

/**
 * What all events of a pipeline share.
 *
 * @param maxMemoryBytes bound over all events of the pipeline; {@code auto} is resolved when parsed; {@link Long#MAX_VALUE} when unlimited
 * @param order what a file's order promises
 */
public record MemoryConfig(long maxMemoryBytes, Order order) {
    /** What a file's order promises. */
    public enum Order {
        /** I4: consistent with real time across threads. */
        STRICT,
        /** I3 only: each thread's records in their order. */
        THREAD
    }

    private enum Storage {
        AUTO,
        ANONYMOUS,
        SHM
    }

    /** Two staging areas, the smallest shard of the default and of the overflow event, and something to share among the others. */
    private static final long LEAST_BYTES = 256 * 1024;

    static MemoryConfig read(ElementReader buffer, Machine machine) {
        Storage storage = buffer.read("storage", WordText.oneOf(Storage.class), Storage.AUTO);
        if (storage == Storage.SHM) {
            buffer.refuse("storage", "shared memory is not available in this version; use auto or anonymous");
        }
        long auto = machine.autoMaxMemoryBytes();
        ValueParser<Long> size = SizeText.BYTES
                .where(
                        bytes -> bytes >= LEAST_BYTES,
                        "must be at least 256 KB, for the staging areas and the default and the overflow event")
                .orUnlimited(Long.MAX_VALUE);
        return new MemoryConfig(
                buffer.read("maxMemory", text -> WordText.is(text, "auto") ? auto : size.parse(text), auto),
                buffer.read("order", WordText.oneOf(Order.class), Order.STRICT));
    }
}
