package io.penstock.config;

/** @param maxMemoryBytes bound over all events of the pipeline; {@code auto} is resolved when parsed */
public record MemoryConfig(long maxMemoryBytes, Order order) {
    public enum Order {
        STRICT,
        THREAD
    }
}
