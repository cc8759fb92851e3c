package io.penstock.log4j2;

import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAliases;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;

/**
 * Every element that stands inside {@code <EventFile>}: one plugin with seven names, since all that each of them does is to take down what was written. It must not
 * fail: Log4j2 would go on with null in its place, and the appender would start without its upload.
 */
@Plugin(name = EventFileElement.BUFFER, category = Core.CATEGORY_NAME, printObject = true)
@PluginAliases({
    EventFileElement.ROTATION,
    EventFileElement.RETENTION,
    EventFileElement.OVERRIDE,
    EventFileElement.S3_UPLOAD,
    EventFileElement.GCS_UPLOAD,
    EventFileElement.DIRECTORY_UPLOAD
})
public final class EventFileElement {
    static final String BUFFER = "EventBuffer";
    static final String ROTATION = "EventRotation";
    static final String RETENTION = "EventRetention";
    static final String OVERRIDE = "EventOverride";
    static final String S3_UPLOAD = "S3Upload";
    static final String GCS_UPLOAD = "GcsUpload";
    static final String DIRECTORY_UPLOAD = "DirectoryUpload";

    private final RecordedElement recorded;

    private EventFileElement(RecordedElement recorded) {
        this.recorded = recorded;
    }

    /** Called by Log4j2 for each nested element. */
    @PluginFactory
    public static EventFileElement create(@Recorded RecordedElement recorded) {
        return new EventFileElement(recorded);
    }

    RecordedElement recorded() {
        return recorded;
    }

    @Override
    public String toString() {
        return recorded.toString();
    }
}
