package io.penstock.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** I14: whatever the routing value, the event name is a plain file name. */
class EventNamesTest {
    private static final String EMOJI = "\uD83D\uDE00";

    @ParameterizedTest
    @CsvSource({
        "payment, payment",
        "payment/order, payment_order",
        "payment order, payment_order",
        "Az09._-, Az09._-",
        "../../tmp/x, _._.._tmp_x",
        ".hidden, _hidden",
        "., _",
        ".., _.",
        "..., _..",
        "payment.1, payment_1",
        "payment.1.2, payment.1_2",
        "payment.01, payment_01",
        "payment., payment.",
        "payment.1a, payment.1a",
        "payment.log, payment.log",
        ".1, _1",
        "1, 1",
        "12.5, 12_5",
        "v.\u0663, v._",
        "CON, CON",
        "größe, gr__e",
        "a\\b, a_b",
        "-rf, _rf",
        "-, _",
        "--, _-",
        "-.1, __1",
        "a-, a-",
        "~, _",
        "sealed, sealed",
        ".penstock, _penstock",
    })
    void valuesBecomeFileNames(String value, String event) {
        assertThat(EventNames.sanitise(value)).isEqualTo(event);
    }

    @Test
    void aCodePointBecomesOneUnderscoreNotTwo() {
        assertThat(EventNames.sanitise("a" + EMOJI + "b")).isEqualTo("a_b");
        assertThat(EventNames.sanitise("a\0b")).isEqualTo("a_b");
        assertThat(EventNames.sanitise("\uD83D")).isEqualTo("_");
        assertThat(EventNames.sanitise("\uDE00\uD83D")).isEqualTo("__");
    }

    @Test
    void theEmptyValueIsLeftToTheCaller() {
        assertThat(EventNames.sanitise("")).isEmpty();
    }

    @Test
    void aCleanValueIsReturnedAsItIs() {
        String value = new String("payment-2.x");

        assertThat(EventNames.sanitise(value)).isSameAs(value);
    }

    @Test
    void lengthCountsCodePoints() {
        assertThat(EventNames.sanitise("a".repeat(120))).isEqualTo("a".repeat(120));
        assertThat(EventNames.sanitise(EMOJI.repeat(120))).isEqualTo("_".repeat(120));
        assertThat(EventNames.sanitise(EMOJI.repeat(121)))
                .startsWith("_".repeat(112))
                .hasSize(120);
    }

    @Test
    void aLongNameIsCutAndTakesTheHashOfTheOriginalValue() throws Exception {
        String value = "ä" + "b".repeat(10_000);
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(UTF_8)))
                .substring(0, 8);

        assertThat(EventNames.sanitise(value)).isEqualTo("_" + "b".repeat(110) + "_" + hash);
    }

    @Test
    void longNamesThatDifferOnlyInWhatIsCutOrReplacedStayApart() {
        String common = "x".repeat(130);
        Set<String> events = new HashSet<>();
        for (String end : List.of("", "a", "b", "/", "?", "ä", "ö", EMOJI, ".1", ".2", "_1")) {
            events.add(EventNames.sanitise(common + end));
            events.add(EventNames.sanitise("/" + common + end));
            events.add(EventNames.sanitise("?" + common + end));
        }

        assertThat(events).hasSize(33);
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void theResultIsAlwaysAPlainFileNameAndStaysWhatItIs(String value) {
        String event = EventNames.sanitise(value);

        assertThat(event).matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,119}").doesNotMatch(".*\\.[0-9]+");
        assertThat(EventNames.sanitise(event)).isEqualTo(event);
    }

    private static List<String> hostileValues() {
        return List.of(
                "../../tmp/x",
                "/etc/passwd",
                "\0",
                "\r\nInjected: yes",
                EMOJI.repeat(5_000),
                "\uD83D".repeat(10_000),
                "x".repeat(10_000),
                ".".repeat(10_000),
                "1".repeat(10_000),
                "." + "1".repeat(119),
                "." + "1".repeat(120),
                "a".repeat(110) + ".12345678901234567890",
                "a".repeat(117) + ".12",
                "payment.1",
                ".hidden",
                "-rf",
                "-".repeat(10_000),
                "CON",
                "${jndi:ldap://x}",
                "%s%n%d",
                " ");
    }

    @Test
    void randomValuesNeverEscape() {
        Random random = new Random(20261120);
        String alphabet = "aZ09._-/\\\0 \n\u00e4\u0663\u202e\uD83D\uDE00";
        for (int round = 0; round < 10_000; round++) {
            StringBuilder value = new StringBuilder();
            int length = 1 + random.nextInt(round % 10 == 0 ? 300 : 12);
            for (int i = 0; i < length; i++) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            theResultIsAlwaysAPlainFileNameAndStaysWhatItIs(value.toString());
        }
    }
}
