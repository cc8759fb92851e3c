package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I12: a key pattern gives every file a key of its own, which every store takes, or it is refused. */
class KeyPatternTest {
    private static final Instant EARLIEST = Instant.parse("2026-03-05T07:08:09.123456789Z");
    private static final String UNIQUE = "/%event/%start-%i";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%event_%d{yyyy-MM-dd_HH-mm-ss}_%host-%start-%i.log | pay_2026-03-05_07-08-09_web-1-mh0k3z-42.log",
                "event=%event/date=%d{yyyy-MM-dd}/hour=%d{HH}/%host-%start-%i.log | event=pay/date=2026-03-05/hour=07/web-1-mh0k3z-42.log",
                "%d{yyyy/MM/dd}/%event/%start.%i | 2026/03/05/pay/mh0k3z.42",
                "%start/%i/%event | mh0k3z/42/pay",
                "100%%/%event/%start-%i%% | 100%/pay/mh0k3z-42%",
                "größe=%event/%start-%i.log | größe=pay/mh0k3z-42.log",
                "%d{'T'HH''mm}/%event/%start-%i | T07'08/pay/mh0k3z-42",
                "%event/%event/%host/%start-%start-%i%d{SSS} | pay/pay/web-1/mh0k3z-mh0k3z-42123",
                "%event%d{yyyy}-%start-%i | pay2026-mh0k3z-42",
            })
    void tokensArePutInAndTheRestIsKept(String pattern, String key) throws BadValue {
        assertThat(KeyPattern.parse(pattern).key("pay", EARLIEST, "web-1", "mh0k3z", 42))
                .isEqualTo(key);
    }

    @Test
    void theDefaultIsTheContracts() throws BadValue {
        assertThat(KeyPattern.DEFAULT)
                .isEqualTo(KeyPattern.parse("%event_%d{yyyy-MM-dd_HH-mm-ss}_%host-%start-%i.log"))
                .hasSameHashCodeAs(KeyPattern.parse(KeyPattern.DEFAULT.toString()))
                .isNotEqualTo(KeyPattern.parse("%event-%start-%i"));
    }

    /** A key must not change when a leftover is uploaded by a process of another country. */
    @Test
    void namesInDatesAreTheSameInEveryLocale() throws BadValue {
        KeyPattern pattern = KeyPattern.parse("%d{EEEE MMMM G}" + UNIQUE);
        String key = pattern.key("pay", EARLIEST, "h", "s", 1);
        Locale locale = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(KeyPattern.parse(pattern.toString()).key("pay", EARLIEST, "h", "s", 1))
                    .isEqualTo(key);
            assertThat(pattern.key("pay", EARLIEST, "h", "s", 1)).isEqualTo(key);
        } finally {
            Locale.setDefault(locale);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | must not be empty",
                "app.log                    | cannot give unique keys without %event and %start and %i",
                "%event-%start              | cannot give unique keys without %i",
                "%event-%i                  | cannot give unique keys without %start",
                "%start-%i                  | cannot give unique keys without %event",
                "%evnt/%start-%i            | has the unknown token %evnt; known are",
                "%event/%hostname/%start-%i | has the unknown token %hostname; known are",
                "%Event/%start-%i           | has the unknown token %Event; known are",
                "%D{yyyy}/%event/%start-%i  | has the unknown token %D; known are",
                "%event/%start-%i%          | has a % without a token; known are",
                "%event/%start-%i%{x}       | has a % without a token; known are",
                "%event/%start-%i/%d        | %d needs a date pattern, as in %d{yyyy-MM-dd}",
                "%event/%start-%i/%date     | has the unknown token %date; known are",
                "%event/%start-%i/%d{}      | %d{} needs a date pattern, as in %d{yyyy-MM-dd}",
                "%event/%start-%i/%d{[]}    | %d{[]} needs a date pattern, as in %d{yyyy-MM-dd}",
                "%event/%start-%i/%d{yyyy   | has a date pattern without its closing }",
                "%event/%start-%i/%d{jj}    | %d{jj} is not a date pattern: Unknown pattern letter: j",
                "%event/%start-%i/%d{'T}    | %d{'T} is not a date pattern: Pattern ends with an incomplete string literal: 'T",
                "%event/%start-%i/%d{{yy}}  | %d{{yy} is not a date pattern: Pattern includes reserved character: '{'",
                "%event/%start-%i/%d{ppH}   | %d{ppH} pads with p, which keys cannot",
                "/%event/%start-%i          | must not begin with /",
                "%event/%start-%i/          | must not have an empty part between or after slashes",
                "%event//%start-%i          | must not have an empty part between or after slashes",
                "%d{/}/%event/%start-%i     | must not begin with /",
                "%event/./%start-%i         | must not have a part . between slashes",
                "%event/../%start-%i        | must not have a part .. between slashes",
                "%event/%d{'..'}/%start-%i  | must not have a part .. between slashes",
                "%event/%start-%i/\u0007x   | must not hold control characters",
                "%event/%start-%i/a\u2028b  | must not hold control characters",
            })
    void whatGivesNoKeyIsRefusedWithItsRule(String pattern, String rule) {
        assertThatThrownBy(() -> KeyPattern.parse(pattern))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith(rule);
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatThrownBy(() -> KeyPattern.parse("\uD83D" + UNIQUE)).hasMessage("must not hold control characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%event/%start%i                | %start | %i",
                "%event/%i%start                | %i | %start",
                "%start-%i%event                | %i | %event",
                "%event%i/%start                | %event | %i",
                "%i-%event%start/%host          | %event | %start",
                "%event-%d{MMM}-%start-%i       | %event | %d{MMM}",
                "%event_%d{d}_%start-%i         | %event | %d{d}",
                "%event%host/%i-%start%d{MMM}   | %event | %host",
                "%d{MMM}%d{/EEE}/%event-%start-%i | %d{MMM} | %d{/EEE}",
            })
    void tokensThatRunTogetherAreRefused(String pattern, String first, String second) {
        assertThatThrownBy(() -> KeyPattern.parse(pattern))
                .isInstanceOf(BadValue.class)
                .hasMessage("cannot give unique keys: where " + first + " ends and " + second
                        + " begins cannot be told; put a character between them that neither can hold, such as /");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%start_%event_%i",
                "%start-%i-%event",
                "%i.%start/%host-%event",
                "%event-%host-%start-%i",
                "%host/%event/%start/%i.log",
                "%event-%i-%host-%start",
                "%event%d{yyyyMMdd}%host-%start-%i",
                "%d{MMM}/%event/%start-%i",
                "%d{MMM}/%d{EEE}/%event/%start-%i",
                "%event/%d{d-MMM-yyyy HH:mm}/%start_%i",
                "%i-%event-%start/%d{MMM}",
            })
    void tokensThatCanBeToldApartAreNot(String pattern) throws BadValue {
        assertThat(KeyPattern.parse(pattern)).hasToString(pattern);
    }

    /** I12, against names that are made to be confused: no pattern that is accepted gives two files one key. */
    @Test
    void whatIsAcceptedNeverGivesTwoFilesTheSameKey() {
        Random random = new Random(20261120);
        List<String> pieces =
                List.of("%event", "%host", "%start", "%i", "%d{d}", "%d{HH}", "-", "_", "/", "1", "a", ".");
        int accepted = 0;
        for (int round = 0; round < 1_000; round++) {
            List<String> text = new ArrayList<>(List.of("%event", "%start", "%i"));
            for (int i = random.nextInt(7); i > 0; i--) {
                text.add(pieces.get(random.nextInt(pieces.size())));
            }
            Collections.shuffle(text, random);
            KeyPattern pattern;
            try {
                pattern = KeyPattern.parse(withSeparators(text, random));
            } catch (BadValue refused) {
                continue;
            }
            accepted++;
            checkKeys(pattern);
        }
        assertThat(accepted).isGreaterThan(50);
    }

    private static String withSeparators(List<String> pieces, Random random) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            text.append(piece).append(List.of("", "-", "_", "/").get(random.nextInt(4)));
        }
        return text.toString();
    }

    private static void checkKeys(KeyPattern pattern) {
        Map<String, String> files = new HashMap<>();
        for (String event : List.of("a", "a-1", "a_1", "1", "11", "a-1-1", "1-a", "a.a", "a1")) {
            for (String start : List.of("1", "11", "a", "a1", "1a")) {
                for (int sequence : new int[] {1, 11, 111}) {
                    // a start has one host; the earliest time is any
                    String host = start.equals("1") ? "1" : "a-" + start;
                    for (int hour : new int[] {1, 11, 30}) {
                        String key = pattern.key(event, Instant.EPOCH.plusSeconds(3600L * hour), host, start, sequence);
                        String file = event + ' ' + start + ' ' + sequence;
                        assertThat(files.putIfAbsent(key, file))
                                .as("%s gives %s twice", pattern, key)
                                .isIn(null, file);
                    }
                }
            }
        }
    }

    @Test
    void keysThatMayBeTooLongAreRefused() throws BadValue {
        int tokens = "/".length() + 120 + "/".length() + 17 + "-".length() + 19;

        assertThat(KeyPattern.parse("ä".repeat((900 - tokens) / 2) + UNIQUE).longestBytes())
                .isBetween(898, 900);
        assertThatThrownBy(() -> KeyPattern.parse("ä".repeat((902 - tokens) / 2) + UNIQUE))
                .hasMessageContaining("at most 900 are allowed");
    }

    @Test
    void theLongestKeyIsAsLongAsItWasReckoned() throws BadValue {
        KeyPattern pattern = KeyPattern.parse("größe/%d{EEEE, d MMMM}/%host" + UNIQUE);
        String longest = pattern.key(
                "e".repeat(120), Instant.parse("2026-09-30T00:00:00Z"), "h".repeat(64), "s".repeat(17), Long.MAX_VALUE);

        assertThat(longest.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSize(pattern.longestBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%event_%d{yyyy-MM-dd_HH-mm-ss}_%host-%start-%i.log",
                "event=%event/date=%d{yyyy-MM-dd}/hour=%d{HH}/%host-%start-%i.log",
                "a.b(c)*%%/%event/%start-%i",
                "%d{'o''clock' ''[SSS] d MMM yyyy/EEE}/%event/%start-%i",
            })
    void itsOwnKeysAreRecognisedAndOthersAreNot(String text) throws BadValue {
        KeyPattern pattern = KeyPattern.parse(text);
        String key = pattern.key("pay.ment-1", EARLIEST, "web-1.example.org", "mh0k3z", 42);

        for (String suffix : List.of("", ".gz", ".zst", ".age", ".gz.age", ".zst.age")) {
            assertThat(pattern.keys().matcher(key + suffix).matches())
                    .as(key + suffix)
                    .isTrue();
        }
        for (String other : List.of("x" + key.replace("pay", "/pay"), key + "\n", key + ".tmp", key + ".age.gz", "")) {
            assertThat(pattern.keys().matcher(other).matches()).as(other).isFalse();
        }
    }
}
