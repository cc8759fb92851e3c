package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the user writes, parsing gives a configuration or problems, each on one line, and never throws. */
class ConfigRandomTest {
    private static final Machine MACHINE = Machines.WITH_4_PROCESSORS;
    private static final List<String> FRAGMENTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "7",
            "64",
            "9223372036854775807",
            "9".repeat(60),
            ".5",
            "1.5",
            "MB",
            "KiB",
            "s",
            "ms",
            "h",
            "days",
            "%",
            "PT",
            "P1D",
            "true",
            "false",
            "unlimited",
            "auto",
            "drop",
            "strict",
            "OFF",
            "WARN",
            "rw-r-----",
            ",",
            ",,",
            "${",
            "}",
            ":-",
            "_IS_UNDEFINED",
            "NaN",
            "\0",
            "\n",
            "\uD83D",
            "\uD83D\uDE00",
            "../",
            "a",
            "ä",
            "%event",
            "%start-%i",
            "%d{",
            "%",
            "yyyy",
            "'",
            "/",
            "=",
            "http://",
            "@",
            "age1",
            "zstd",
            "my-bucket",
            "x".repeat(500));

    private final Random random = new Random(20261120);

    @Test
    void parsingNeverThrows() {
        int valid = 0;
        for (int round = 0; round < 4_000; round++) {
            RawElement appender =
                    element(ElementKind.APPENDER, 2).with("directory", random.nextBoolean() ? "logs" : text());

            ParsedConfig parsed = PenstockConfig.parse(appender, MACHINE);

            assertThat(parsed.config().isPresent()).isEqualTo(parsed.problems().isEmpty());
            for (Problem problem : parsed.problems()) {
                assertThat(problem.message().codePoints().noneMatch(Character::isISOControl))
                        .isTrue();
            }
            valid += parsed.config().isPresent() ? 1 : 0;
        }
        assertThat(valid).as("some of the random elements are valid").isPositive();
    }

    private RawElement element(ElementKind kind, int depth) {
        RawElement element = random.nextInt(10) == 0 ? RawElement.of(kind, text()) : RawElement.of(kind);
        List<String> names = new ArrayList<>(KnownSettings.of(kind, false));
        names.addAll(KnownSettings.of(kind, true));
        names.add(text());
        for (int i = random.nextInt(4); i > 0; i--) {
            element = element.with(names.get(random.nextInt(names.size())), text());
        }
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            element = element.child(
                    element(ElementKind.values()[random.nextInt(ElementKind.values().length)], depth - 1));
        }
        return element;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
        return text.toString();
    }
}
