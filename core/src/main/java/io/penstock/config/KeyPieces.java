package io.penstock.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From the text of a {@link KeyPattern} to its pieces, and whether they can give unique keys.
 *
 * <p>Event, start and sequence together are unique (I12), so a key is unique when these three can be read back from it. They can when the pieces can be taken off the key one by one, from
 * both ends: a piece whose length is known; a piece next to text that begins with a character which cannot stand in it; and the last that is left. A host is known once its start is.
 */
final class KeyPieces {
    private KeyPieces() {}

    static List<KeyPiece> read(String text) throws BadValue {
        List<KeyPiece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '%') {
                plain.append(c);
            } else if (text.startsWith("%", at)) {
                plain.append('%');
                at++;
            } else {
                int end = endOfToken(text, at);
                flush(plain, pieces);
                pieces.add(token(text.substring(at, end)));
                at = end;
            }
        }
        flush(plain, pieces);
        return List.copyOf(pieces);
    }

    private static int endOfToken(String text, int from) throws BadValue {
        int end = from;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        if (text.startsWith("d{", from)) {
            end = text.indexOf('}', from) + 1;
            if (end == 0) {
                throw new BadValue("has a date pattern without its closing }");
            }
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static KeyPiece token(String word) throws BadValue {
        if (word.startsWith("d{")) {
            return KeyDate.parse(word.substring(2, word.length() - 1));
        }
        for (KeyPiece.Token token : KeyPiece.Token.values()) {
            if (token.word().equals(word)) {
                return token;
            }
        }
        String known = "known are %event, %d{…}, %host, %start, %i, and %% for a percent sign";
        if (word.isEmpty()) {
            throw new BadValue("has a % without a token; " + known);
        }
        throw new BadValue(
                word.equals("d")
                        ? "%d needs a date pattern, as in %d{yyyy-MM-dd}"
                        : "has the unknown token %" + Problem.line(word) + "; " + known);
    }

    private static void flush(StringBuilder plain, List<KeyPiece> pieces) {
        if (plain.length() > 0) {
            pieces.add(new KeyPiece.Text(plain.toString()));
            plain.setLength(0);
        }
    }

    /** @throws BadValue when two files could get the same key */
    static void checkUnique(List<KeyPiece> pieces) throws BadValue {
        List<String> missing = new ArrayList<>();
        for (KeyPiece.Token token : KeyPiece.Token.values()) {
            if (token != KeyPiece.Token.HOST && !pieces.contains(token)) {
                missing.add(token.toString());
            }
        }
        if (!missing.isEmpty()) {
            throw new BadValue("cannot give unique keys without " + String.join(" and ", missing));
        }
        List<KeyPiece> rest = new ArrayList<>(pieces);
        Set<KeyPiece.Token> known = EnumSet.noneOf(KeyPiece.Token.class);
        int left;
        do {
            left = rest.size();
            takeOff(rest, known, false);
            Collections.reverse(rest);
            takeOff(rest, known, true);
            Collections.reverse(rest);
        } while (rest.size() < left);
        if (!rest.isEmpty()) {
            Optional<KeyPiece> next =
                    rest.stream().skip(1).filter(piece -> !piece.isFixed()).findFirst();
            throw new BadValue("cannot give unique keys: where " + rest.get(0) + " ends and " + next.orElseThrow()
                    + " begins cannot be told; put a character between them that neither can hold, such as /");
        }
    }

    private static void takeOff(List<KeyPiece> rest, Set<KeyPiece.Token> known, boolean reversed) {
        while (!rest.isEmpty() && endsAtAKnownPlace(rest, known, reversed)) {
            KeyPiece piece = rest.remove(0);
            if (piece instanceof KeyPiece.Token token) {
                known.add(token);
            }
            if (piece == KeyPiece.Token.START) {
                known.add(KeyPiece.Token.HOST);
            }
        }
    }

    private static boolean endsAtAKnownPlace(List<KeyPiece> rest, Set<KeyPiece.Token> known, boolean reversed) {
        KeyPiece piece = rest.get(0);
        if (piece.isFixed() || (piece instanceof KeyPiece.Token token && known.contains(token)) || rest.size() == 1) {
            return true;
        }
        return rest.get(1) instanceof KeyPiece.Text next
                && !piece.mayHold(next.text().charAt(reversed ? next.text().length() - 1 : 0));
    }
}
