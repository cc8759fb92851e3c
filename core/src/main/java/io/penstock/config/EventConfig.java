package io.penstock.config;

import java.time.Duration;

/**
 * What can differ from event to event.
 *
 * @param overflow what happens with full buffers
 * @param flushInterval the longest a record waits in memory on a healthy disk, at least 1 ms
 * @param buffer the event's memory
 * @param rotation when its file gives way to the next
 */
public record EventConfig(
        OverflowConfig overflow, Duration flushInterval, BufferConfig buffer, RotationConfig rotation) {
    /** The settings as written; see {@link BufferConfig.Written}. */
    record Written(
            OverflowConfig overflow, Duration flushInterval, BufferConfig.Written buffer, RotationConfig rotation) {
        static final Written DEFAULTS = new Written(
                OverflowConfig.DEFAULTS, Duration.ofSeconds(1), BufferConfig.Written.DEFAULTS, RotationConfig.DEFAULTS);

        /** Of the appender or of an override. */
        static Written read(ElementReader element, Written inherited, Machine machine) {
            return new Written(
                    OverflowConfig.read(element, inherited.overflow),
                    element.read("flushInterval", DurationText.PERIOD, inherited.flushInterval),
                    element.only(
                            ElementKind.BUFFER, buffer -> BufferConfig.Written.read(buffer, inherited.buffer, machine)),
                    element.only(ElementKind.ROTATION, rotation -> RotationConfig.read(rotation, inherited.rotation)));
        }

        EventConfig resolve(Machine machine) {
            return new EventConfig(overflow, flushInterval, buffer.resolve(machine), rotation);
        }
    }
}
