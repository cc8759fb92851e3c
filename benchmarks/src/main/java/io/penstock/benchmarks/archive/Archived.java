package io.penstock.benchmarks.archive;

import java.util.List;

/**
 * What a store holds, compared with the manifest.
 *
 * @param objects in the store
 * @param storedBytes of the objects that the manifest names
 * @param plainBytes of the same, decoded
 * @param problems one sentence each; empty when the store holds what the manifest says, once, and nothing else
 */
public record Archived(int objects, long storedBytes, long plainBytes, List<String> problems) {
    public Archived {
        problems = List.copyOf(problems);
    }
}
