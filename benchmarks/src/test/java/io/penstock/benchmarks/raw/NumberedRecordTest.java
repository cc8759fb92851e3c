package io.penstock.benchmarks.raw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberedRecordTest {
    @Test
    void theNumberCountsUpInPlace() {
        NumberedRecord record = new NumberedRecord(7, 124);
        byte[] bytes = record.next();
        for (int i = 1; i < 1234; i++) {
            bytes = record.next();
        }

        assertThat(NumberedRecord.producer(bytes, 0)).isEqualTo(7);
        assertThat(NumberedRecord.number(bytes, 0)).isEqualTo(1234);
        assertThat(bytes).hasSize(124).endsWith((byte) '\n');
    }
}
