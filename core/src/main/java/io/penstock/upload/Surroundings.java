package io.penstock.upload;

import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What stays the same for an uploader, however it is configured.
 *
 * @param listeners loaded at the first call, on an upload thread
 */
record Surroundings(
        SealedQueue queue,
        Function<String, EventCounters> counters,
        StatusListener status,
        Patience patience,
        Supplier<Iterable<UploadListener>> listeners) {}
