package io.penstock.route;

/**
 * Where the records of one routing value go.
 *
 * @param target the live event
 * @param overflowed the value has no event of its own, since there are as many as there may be
 */
public record Route<T>(T target, boolean overflowed) {}
