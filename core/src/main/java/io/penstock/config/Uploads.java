package io.penstock.config;

import java.util.Set;

/** Uploads are not built yet: an enabled one is refused, so that nobody waits for objects that never come; a disabled one may stand there, whatever it says. */
final class Uploads {
    private static final Set<ElementKind> KINDS =
            Set.of(ElementKind.S3_UPLOAD, ElementKind.GCS_UPLOAD, ElementKind.DIRECTORY_UPLOAD);

    private Uploads() {}

    static void check(ElementReader appender) {
        int enabled = 0;
        for (ElementReader upload : appender.children()) {
            if (!KINDS.contains(upload.kind())
                    || !upload.read("enabled", WordText.BOOLEAN, true)
                    || upload.isWrong("enabled")) {
                continue;
            }
            enabled++;
            String rule = "uploads are not available in this version; set enabled to false";
            if (upload.has("enabled")) {
                upload.refuse("enabled", rule);
            } else {
                upload.refuse(rule);
            }
            if (enabled > 1) {
                upload.refuse("at most one upload can be enabled");
            }
        }
    }
}
