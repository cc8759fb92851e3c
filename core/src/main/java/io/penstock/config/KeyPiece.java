package io.penstock.config;

import java.time.Instant;
import java.util.regex.Pattern;

/** A piece of a {@link KeyPattern}: text that stands for itself, or what is put in for a token. */
sealed interface KeyPiece permits KeyPiece.Text, KeyPiece.Token, KeyDate {
    /** What a key is made of. */
    record Facts(String event, Instant time, String host, String start, long sequence) {
        /** As long as any of this host can be. */
        static Facts longest(String host) {
            return new Facts(
                    "e".repeat(Token.EVENT.longest),
                    KeyDate.LONG_NAMES,
                    host,
                    "s".repeat(Token.START.longest),
                    Long.MAX_VALUE);
        }
    }

    /** What stands in the key of this file. */
    String of(Facts file);

    /** A regular expression for what can stand in a key. */
    String regex();

    /** Whether it has the same length in every key. */
    boolean isFixed();

    /** Whether this character can stand in it. */
    boolean mayHold(char c);

    /** Text that is the same in every key. */
    record Text(String text) implements KeyPiece {
        @Override
        public String of(Facts file) {
            return text;
        }

        @Override
        public String regex() {
            return Pattern.quote(text);
        }

        @Override
        public boolean isFixed() {
            return true;
        }

        @Override
        public boolean mayHold(char c) {
            return text.indexOf(c) >= 0;
        }
    }

    /** A token without a parameter. Characters are ASCII, so that they are bytes too. A start has 9 digits of its time at most, and 8 of chance. */
    enum Token implements KeyPiece {
        EVENT("event", "[A-Za-z0-9._-]", EventNames.LONGEST),
        HOST("host", "[A-Za-z0-9._-]", HostName.LONGEST),
        START("start", "[0-9a-z]", 17),
        SEQUENCE("i", "[0-9]", 19);

        private final String word;
        private final String characters;
        private final int longest;

        Token(String word, String characters, int longest) {
            this.word = word;
            this.characters = characters;
            this.longest = longest;
        }

        String word() {
            return word;
        }

        @Override
        public String of(Facts file) {
            return switch (this) {
                case EVENT -> file.event();
                case HOST -> file.host();
                case START -> file.start();
                case SEQUENCE -> Long.toString(file.sequence());
            };
        }

        @Override
        public String regex() {
            return characters + "{1," + longest + "}";
        }

        @Override
        public boolean isFixed() {
            return false;
        }

        @Override
        public boolean mayHold(char c) {
            return Character.toString(c).matches(characters);
        }

        @Override
        public String toString() {
            return "%" + word;
        }
    }
}
