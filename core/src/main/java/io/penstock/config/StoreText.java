package io.penstock.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the settings of object stores have in common. */
final class StoreText {
    /** A bucket's name, by the rule of S3. */
    static final ValueParser<String> S3_BUCKET = bucket(
            Pattern.compile("(?!.*\\.\\.)(?![0-9.]+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
            "must be 3 to 63 characters: lower-case letters, digits, '-' and single dots, beginning and ending with a letter or digit, and no IP address");

    /** A bucket's name, by the rule of Google, which allows underscores too. */
    static final ValueParser<String> GCS_BUCKET = bucket(
            Pattern.compile("(?!.*\\.\\.)(?![0-9.]+$)[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]"),
            "must be 3 to 63 characters: lower-case letters, digits, '-', '_' and single dots, beginning and ending with a letter or digit, and no IP address");

    /** Parts in flight at once: the SDK's own HTTP client has 50 connections, and for more of them parts would wait in vain. */
    static final ValueParser<Integer> CONCURRENCY = NumberText.whole(1, 50);

    /** What only the store can judge: a storage class, a key's name. */
    static final ValueParser<Optional<String>> OPTIONAL_WORD = text -> {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValue("must not be empty or hold control characters; leave it out for the default");
        }
        return Optional.of(text);
    };

    static final ValueParser<Optional<String>> REGION = text -> {
        if (!text.matches("[A-Za-z0-9-]{1,64}")) {
            throw new BadValue(
                    "must be the name of a region, such as eu-west-1; leave it out for the SDK's own choice");
        }
        return Optional.of(text);
    };

    static final ValueParser<Optional<URI>> ENDPOINT = StoreText::endpoint;

    static final ValueParser<Map<String, String>> TAGS = StoreText::tags;

    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_TAGS = 10;
    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;

    private StoreText() {}

    private static ValueParser<String> bucket(Pattern form, String rule) {
        return text -> {
            if (!form.matcher(text).matches()) {
                throw new BadValue(rule);
            }
            return text;
        };
    }

    private static Optional<URI> endpoint(String text) throws BadValue {
        String rule =
                "must be an http:// or https:// address without user, query and fragment, such as http://localhost:9000";
        try {
            URI endpoint = new URI(text);
            String scheme = String.valueOf(endpoint.getScheme());
            if ((WordText.is(scheme, "http") || WordText.is(scheme, "https"))
                    && endpoint.getHost() != null
                    && endpoint.getPort() <= HIGHEST_PORT
                    && endpoint.getRawUserInfo() == null
                    && endpoint.getRawQuery() == null
                    && endpoint.getRawFragment() == null) {
                return Optional.of(endpoint);
            }
        } catch (URISyntaxException notAnAddress) {
            throw new BadValue(rule);
        }
        throw new BadValue(rule);
    }

    private static Map<String, String> tags(String text) throws BadValue {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).strip();
            String value = pair.substring(equals + 1).strip();
            if (key.isEmpty()
                    || key.length() > LONGEST_TAG_KEY
                    || value.length() > LONGEST_TAG_VALUE
                    || pair.chars().anyMatch(Character::isISOControl)) {
                throw new BadValue("must be pairs key=value separated by commas, keys of 1 to " + LONGEST_TAG_KEY
                        + " characters, values of up to " + LONGEST_TAG_VALUE);
            }
            if (tags.put(key, value) != null) {
                throw new BadValue("names " + Problem.line(key) + " twice");
            }
        }
        if (tags.size() > MOST_TAGS) {
            throw new BadValue("must be at most " + MOST_TAGS + " tags");
        }
        return tags;
    }
}
