package io.penstock.stress;

import io.penstock.Penstock;
import io.penstock.config.ElementKind;
import io.penstock.config.FileFraming;
import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.status.StatusListener;
import java.io.IOException;
import java.nio.file.Path;

/** A pipeline small enough to be in trouble all the time. Immutable. */
record Setup(RawElement appender, RawElement buffer, RawElement rotation) {
    /** 16 KB buffers, flushed every 20 ms, waited for up to a minute; no rotation at the full hour, which may be now. */
    static Setup in(Path directory) {
        return new Setup(
                RawElement.appender("EventFile")
                        .with("directory", directory.toString())
                        .with("flushInterval", "20 ms")
                        .with("blockTimeout", "60 s")
                        .with("jmx", "false")
                        .child(RawElement.of(ElementKind.RETENTION).with("minFree", "0 %")),
                RawElement.of(ElementKind.BUFFER).with("size", "128 KB").with("shards", "4"),
                RawElement.of(ElementKind.ROTATION).with("interval", "unlimited"));
    }

    Setup with(String setting, String text) {
        return new Setup(appender.with(setting, text), buffer, rotation);
    }

    Setup buffer(String setting, String text) {
        return new Setup(appender, buffer.with(setting, text), rotation);
    }

    Setup rotation(String setting, String text) {
        return new Setup(appender, buffer, rotation.with(setting, text));
    }

    PenstockConfig config() {
        return PenstockConfig.parse(appender.child(buffer).child(rotation))
                .config()
                .orElseThrow();
    }

    Penstock open(StatusListener status) throws IOException {
        return Penstock.open(config(), FileFraming.NONE, status);
    }
}
