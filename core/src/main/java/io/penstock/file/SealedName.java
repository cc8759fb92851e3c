package io.penstock.file;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code <event>_<yyyy-MM-dd_HH-mm-ss>.log}, UTC, of the earliest record; {@code …_1.log}, {@code …_2.log} where that is taken. */
final class SealedName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern FORM =
            Pattern.compile(".+_[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}(?:_[0-9]{1,9})?\\.log");

    private SealedName() {}

    /** @param collision 0 for the plain name */
    static String of(String event, Instant earliest, int collision) {
        String base = event + '_' + TIME.format(earliest);
        return collision == 0 ? base + SpoolPaths.LOG : base + '_' + collision + SpoolPaths.LOG;
    }

    /** Whether a file of this name may be one of ours; others in {@code sealed/} are left alone. */
    static boolean matches(String fileName) {
        return FORM.matcher(fileName).matches();
    }

    /**
     * The name as it is.
     *
     * @throws IllegalArgumentException where it is none, or would lead out of its directory
     */
    static String require(String sealedName) {
        if (!matches(sealedName) || sealedName.indexOf('/') >= 0 || sealedName.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not the name of a sealed file: " + sealedName);
        }
        return sealedName;
    }
}
