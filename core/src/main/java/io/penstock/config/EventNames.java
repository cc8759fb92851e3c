package io.penstock.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * From a routing value, which is hostile input (I14), to the event name that file names are made of.
 *
 * <p>The result has only ASCII letters, ASCII digits, {@code .}, {@code _} and {@code -}, at most {@value #LONGEST} of them,
 * never begins with {@code .} (hidden) or {@code -} (an option to most commands: {@code -rf.log}) and never ends in
 * {@code .<digits>}. Sanitising a result again gives the same result.
 */
public final class EventNames {
    /** Characters of the longest event name. */
    public static final int LONGEST = 120;

    private static final int KEPT = 111;
    private static final int HASH_BYTES = 4;

    private EventNames() {}

    /**
     * The event name for a routing value; the value itself (no allocation) where it already is one. Any thread.
     *
     * @return empty only for the empty value, which the caller decides about
     */
    public static String sanitise(String value) {
        return isSanitised(value) ? value : rewritten(value);
    }

    private static boolean isSanitised(String value) {
        int length = value.length();
        if (length > LONGEST || (length > 0 && isHiddenOrOption(value.charAt(0)))) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isPlain(value.charAt(i))) {
                return false;
            }
        }
        return slotDot(value) < 0;
    }

    private static String rewritten(String value) {
        boolean isLong = value.codePointCount(0, value.length()) > LONGEST;
        int kept = isLong ? KEPT : LONGEST;
        StringBuilder name = new StringBuilder(LONGEST);
        for (int i = 0; i < value.length() && name.length() < kept; ) {
            int codePoint = value.codePointAt(i);
            name.append(isPlain(codePoint) ? (char) codePoint : '_');
            i += Character.charCount(codePoint);
        }
        if (isHiddenOrOption(name.charAt(0))) {
            name.setCharAt(0, '_');
        }
        if (isLong) {
            // ends in _<hash>, so never in .<digits>
            return name.append('_').append(shortHash(value)).toString();
        }
        int dot = slotDot(name);
        if (dot >= 0) {
            name.setCharAt(dot, '_');
        }
        return name.toString();
    }

    private static boolean isHiddenOrOption(char first) {
        return first == '.' || first == '-';
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /** Where the dot of an ending {@code .<digits>} stands, or -1: {@code payment.1.log} is the second slot's live file of {@code payment}. */
    private static int slotDot(CharSequence name) {
        int i = name.length() - 1;
        while (i >= 0 && name.charAt(i) >= '0' && name.charAt(i) <= '9') {
            i--;
        }
        return i >= 0 && i < name.length() - 1 && name.charAt(i) == '.' ? i : -1;
    }

    private static String shortHash(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError("every Java platform has SHA-256", missing);
        }
    }
}
