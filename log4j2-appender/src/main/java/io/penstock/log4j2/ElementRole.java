package io.penstock.log4j2;

import io.penstock.config.ElementKind;
import java.util.Arrays;

/** The configuration contract's elements under their Log4j2 names. */
enum ElementRole {
    APPENDER(EventFileAppender.PLUGIN_NAME, ElementKind.APPENDER),
    BUFFER(EventFileElement.BUFFER, ElementKind.BUFFER),
    ROTATION(EventFileElement.ROTATION, ElementKind.ROTATION),
    RETENTION(EventFileElement.RETENTION, ElementKind.RETENTION),
    OVERRIDE(EventFileElement.OVERRIDE, ElementKind.OVERRIDE),
    S3_UPLOAD(EventFileElement.S3_UPLOAD, ElementKind.S3_UPLOAD),
    GCS_UPLOAD(EventFileElement.GCS_UPLOAD, ElementKind.GCS_UPLOAD),
    DIRECTORY_UPLOAD(EventFileElement.DIRECTORY_UPLOAD, ElementKind.DIRECTORY_UPLOAD);

    private final String pluginName;
    private final ElementKind kind;

    ElementRole(String pluginName, ElementKind kind) {
        this.pluginName = pluginName;
        this.kind = kind;
    }

    String pluginName() {
        return pluginName;
    }

    ElementKind kind() {
        return kind;
    }

    /** The role of the plugin that is registered under this key; Log4j2's keys are lower case. */
    static ElementRole ofPluginKey(String key) {
        return Arrays.stream(values())
                .filter(role -> role.pluginName.equalsIgnoreCase(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key));
    }
}
