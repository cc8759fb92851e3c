package io.penstock.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that the configuration contract gives to settings, by element, and what to say about a name it does not give. */
final class KnownSettings {
    private static final List<String> UPLOAD = List.of(
            "enabled",
            "prefix",
            "keyPattern",
            "compression",
            "encryptTo",
            "deleteAfterUpload",
            "uploadOnStart",
            "manifestPrefix");

    /** Settings that other file appenders have and this one does without. */
    private static final Map<String, String> FOREIGN = Map.of(
            "filename", "file names come from the events; set directory",
            "filepattern",
                    "sealed files are named by event and time; set directory, and rotation for when to change files",
            "immediateflush", "a record waits in memory for at most flushInterval; set that",
            "append", "an earlier run's live files are always kept and sealed; leave it out");

    private KnownSettings() {}

    /**
     * The settings of an element.
     *
     * @param inOverride whether it stands inside an override, where less can be set
     */
    static List<String> of(ElementKind kind, boolean inOverride) {
        return switch (kind) {
            // name and ignoreExceptions are the framework's; an adapter may pass them on
            case APPENDER ->
                List.of(
                        "name",
                        "ignoreExceptions",
                        "directory",
                        "eventKey",
                        "defaultEvent",
                        "events",
                        "maxEvents",
                        "overflowEvent",
                        "idleTimeout",
                        "flushInterval",
                        "onFull",
                        "blockTimeout",
                        "discardThreshold",
                        "shutdownTimeout",
                        "host",
                        "jmx");
            case BUFFER ->
                inOverride
                        ? List.of("size", "shards")
                        : List.of("size", "shards", "order", "flushThreshold", "storage", "maxMemory");
            case ROTATION ->
                inOverride
                        ? List.of("size", "interval", "preallocate", "sync")
                        : List.of(
                                "size", "interval", "preallocate", "directIo", "sync", "filePermissions", "fileGroup");
            case RETENTION -> List.of("maxAge", "maxTotalSize", "minFree");
            case OVERRIDE -> List.of("name", "onFull", "blockTimeout", "discardThreshold", "flushInterval");
            case S3_UPLOAD ->
                uploadWith(
                        "bucket",
                        "region",
                        "endpoint",
                        "pathStyle",
                        "partSize",
                        "concurrency",
                        "storageClass",
                        "kmsKeyId",
                        "tags",
                        "checksum",
                        "accessKey",
                        "secretKey");
            case GCS_UPLOAD ->
                uploadWith("bucket", "project", "endpoint", "chunkSize", "concurrency", "storageClass", "kmsKeyName");
            case DIRECTORY_UPLOAD -> uploadWith("directory", "maxAge", "maxTotalSize");
            case UNKNOWN -> List.of();
        };
    }

    /** The elements that may stand inside an element. */
    static Set<ElementKind> inside(ElementKind kind) {
        return switch (kind) {
            case APPENDER ->
                EnumSet.of(
                        ElementKind.BUFFER,
                        ElementKind.ROTATION,
                        ElementKind.RETENTION,
                        ElementKind.OVERRIDE,
                        ElementKind.S3_UPLOAD,
                        ElementKind.GCS_UPLOAD,
                        ElementKind.DIRECTORY_UPLOAD);
            case OVERRIDE -> EnumSet.of(ElementKind.BUFFER, ElementKind.ROTATION);
            default -> EnumSet.noneOf(ElementKind.class);
        };
    }

    /** Why a setting of this name is refused here, with a hint at what was probably meant. */
    static String refusal(String setting, ElementKind kind, boolean inOverride) {
        if (inOverride
                && of(kind == ElementKind.OVERRIDE ? ElementKind.APPENDER : kind, false)
                        .contains(setting)) {
            return "cannot differ from event to event; set it outside the override";
        }
        Optional<String> foreign = kind == ElementKind.APPENDER
                ? Optional.ofNullable(FOREIGN.get(setting.toLowerCase(Locale.ROOT)))
                : Optional.empty();
        if (foreign.isPresent()) {
            return "is unknown here; " + foreign.get();
        }
        Optional<String> meant = Spelling.closest(setting, of(kind, inOverride));
        if (meant.isPresent()) {
            return "is unknown; did you mean " + meant.get() + "?";
        }
        Set<String> homes = new TreeSet<>();
        for (ElementKind other : ElementKind.values()) {
            if (of(other, false).contains(setting)) {
                homes.add(other.word());
            }
        }
        return homes.isEmpty()
                ? "is unknown; known are " + String.join(", ", of(kind, inOverride))
                : "is unknown here; it belongs to " + String.join(" or ", homes);
    }

    private static List<String> uploadWith(String... own) {
        List<String> settings = new ArrayList<>(UPLOAD);
        settings.addAll(Arrays.asList(own));
        return settings;
    }
}
