package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An undefined variable leaves an empty value, which is an unset one, for every setting of every element. */
class EmptyValuesTest {
    private static final RawElement APPENDER = RawElement.appender("EventFile").with("directory", "logs");

    @ParameterizedTest
    @EnumSource(
            value = ElementKind.class,
            names = {"UNKNOWN", "APPENDER", "OVERRIDE"},
            mode = EnumSource.Mode.EXCLUDE)
    void anEmptyValueIsAnUnsetOneInEveryNestedElement(ElementKind kind) {
        RawElement bare = RawElement.of(kind);
        if (kind == ElementKind.S3_UPLOAD || kind == ElementKind.GCS_UPLOAD) {
            bare = bare.with("bucket", "my-logs").with("region", "eu-west-1");
        } else if (kind == ElementKind.DIRECTORY_UPLOAD) {
            bare = bare.with("directory", "archive");
        }
        if (kind == ElementKind.GCS_UPLOAD) {
            bare = RawElement.of(kind).with("bucket", "my-logs");
        }
        RawElement filled = bare;
        for (String setting : KnownSettings.of(kind, false)) {
            filled = filled.settings().containsKey(setting) ? filled : filled.with(setting, " ");
        }

        ParsedConfig plain = PenstockConfig.parse(APPENDER.child(bare));
        ParsedConfig empty = PenstockConfig.parse(APPENDER.child(filled));

        assertThat(empty.problems()).isEqualTo(plain.problems());
        assertThat(empty.config()).isEqualTo(plain.config());
    }

    @Test
    void anEmptyValueIsAnUnsetOneInTheAppender() {
        RawElement filled = APPENDER;
        for (String setting : KnownSettings.of(ElementKind.APPENDER, false)) {
            filled = filled.settings().containsKey(setting) ? filled : filled.with(setting, "");
        }

        assertThat(PenstockConfig.parse(filled).orThrow())
                .isEqualTo(PenstockConfig.parse(APPENDER).orThrow());
    }

    @Test
    void aRequiredSettingThatIsEmptyIsMissing() {
        assertThat(problems(RawElement.appender("EventFile").with("directory", "  ")))
                .containsExactly("EventFile directory=\"\": must not be empty");
    }

    @Test
    void anUnknownSettingIsWrongWithoutAValueToo() {
        assertThat(problems(APPENDER.with("colour", "")))
                .singleElement()
                .asString()
                .contains("is unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs/%d{yyyy-MM-dd}", "%date{HH}", "/var/%event{x}/logs"})
    void aDirectoryWithAConversionIsRefused(String directory) {
        assertThat(problems(APPENDER.with("directory", directory)))
                .singleElement()
                .asString()
                .contains("must be a plain path", "keyPattern");
    }

    private static List<String> problems(RawElement appender) {
        return PenstockConfig.parse(appender).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
