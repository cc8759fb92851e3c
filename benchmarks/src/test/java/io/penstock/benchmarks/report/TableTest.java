package io.penstock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAlignedOnTheScreen() {
        assertThat(table().toText()).isEqualTo("""
                                lines  whole
                        a         100  yes
                        longer      7  no""");
    }

    @Test
    void markdownKeepsTheAlignment() {
        assertThat(table().toMarkdown()).isEqualTo("""
                        |  | lines | whole |
                        | --- | --: | --- |
                        | a | 100 | yes |
                        | longer | 7 | no |""");
    }

    private static Table table() {
        Table table = new Table("", ">lines", "whole");
        table.add("a", "100", "yes");
        table.add("longer", "7", "no");
        return table;
    }
}
