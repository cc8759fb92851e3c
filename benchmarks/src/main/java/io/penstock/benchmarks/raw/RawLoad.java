package io.penstock.benchmarks.raw;

/**
 * How much is appended.
 *
 * @param records in all, divided evenly among the producers
 * @param recordBytes length of each, line feed included
 */
public record RawLoad(int producers, long records, int recordBytes, int events) {
    private static final int FEWEST_RECORDS = 10;

    public RawLoad {
        if (producers < 1
                || events < 1
                || recordBytes < NumberedRecord.SHORTEST_BYTES
                || records / producers < FEWEST_RECORDS) {
            throw new IllegalArgumentException(
                    "producers and events from 1, records from 10 per producer, record bytes from "
                            + NumberedRecord.SHORTEST_BYTES);
        }
    }
}
