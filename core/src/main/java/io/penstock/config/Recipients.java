package io.penstock.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whom objects are encrypted to: age's X25519 recipients, written in Bech32. The checksum in them is left to the library. */
final class Recipients {
    static final ValueParser<List<String>> LIST = text -> {
        Set<String> recipients = new LinkedHashSet<>();
        for (String written : text.split(",", -1)) {
            String recipient = written.strip();
            if (!Recipients.FORM.matcher(recipient).matches()) {
                throw new BadValue(
                        Secrets.isAgeIdentity(recipient)
                                ? "is a secret key, by which objects are read; name its recipient, which begins with age1"
                                : "must be age recipients separated by commas, each age1 and 58 characters of Bech32; leave it out for no encryption");
            }
            if (!recipients.add(recipient)) {
                throw new BadValue("names " + recipient + " twice");
            }
        }
        return List.copyOf(recipients);
    };

    private static final Pattern FORM = Pattern.compile("age1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{58}");

    private Recipients() {}
}
