package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "4096 B, 4096",
        "7b, 7",
        "1 KB, 1024",
        "1k, 1024",
        "1 KiB, 1024",
        "1 ki, 1024",
        "32 MB, 33554432",
        "32MB, 33554432",
        "32   mib, 33554432",
        "1.5 GB, 1610612736",
        "0.5k, 512",
        "0.1 KB, 102",
        "2 T, 2199023255552",
        "007 MB, 7340032",
        "8388607 TB, 9223370937343148032",
        "9223372036854775806, 9223372036854775806",
    })
    void sizesAreReadInPowersOf1024(String text, long bytes) throws BadValue {
        assertThat(SizeText.BYTES.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MB",
                "many",
                "32 PB",
                "32 MBit",
                "32 iB",
                "32 bytes",
                "1,5 MB",
                "1. MB",
                ".5 MB",
                "+1 MB",
                "1e6",
                "0x10",
                "NaN",
                "Infinity",
                "1 M B",
                "1 MB x",
                "\u0663 MB",
                "1 \u212AB",
                "1\u00a0MB"
            })
    void whatIsNoSizeIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> SizeText.BYTES.parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessage("must be a size: a number and B, KB, MB, GB or TB, such as 32 MB");
    }

    @ParameterizedTest
    @CsvSource({
        "-2 MB, must not be negative",
        "-1, cannot be unlimited",
        "unlimited, cannot be unlimited",
        "8388608 TB, must be less than 8388608 TB",
        "9223372036854775807, must be less than 8388608 TB",
        "99999999999999999999999999999999999999999999999999 MB, must be a number of at most 40 digits",
        "1.5, must be whole bytes",
        "1.5 B, must be whole bytes",
        "0.0001 KB, must be at least one byte",
    })
    void absurdSizesAreRefusedWithTheirOwnRule(String text, String rule) {
        assertThatThrownBy(() -> SizeText.BYTES.parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unlimited", "UNLIMITED", "-1"})
    void aLiftedBoundIsTheGreatestNumber(String text) throws BadValue {
        assertThat(SizeText.BYTES.orUnlimited(Long.MAX_VALUE).parse(text)).isEqualTo(Long.MAX_VALUE);
    }
}
