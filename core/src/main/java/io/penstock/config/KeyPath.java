package io.penstock.config;

/** What holds for keys and the prefixes of keys, so that every store takes them and the directory store can use them as paths. */
final class KeyPath {
    /** Stands before keys: empty, or ending where a key goes on. */
    static final ValueParser<String> PREFIX = text -> {
        check(text + "x");
        return text;
    };

    private KeyPath() {}

    static void check(String key) throws BadValue {
        if (key.startsWith("/")) {
            throw new BadValue("must not begin with /");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty()) {
                throw new BadValue("must not have an empty part between or after slashes");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw new BadValue("must not have a part " + segment + " between slashes");
            }
            if (segment.startsWith(StoreConfig.UNFINISHED)) {
                throw new BadValue("must not have a part that begins with " + StoreConfig.UNFINISHED
                        + ", as the names of unfinished objects do");
            }
        }
        for (int i = 0; i < key.length(); i += Character.charCount(key.codePointAt(i))) {
            if (isUnfit(key.codePointAt(i))) {
                throw new BadValue("must not hold control characters");
            }
        }
    }

    /** Control characters, line separators, and halves of surrogate pairs, which UTF-8 cannot write. */
    private static boolean isUnfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
