package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.junit.jupiter.api.Test;

/** What has to be in the jar for Log4j2 to find us. */
class PackagingTest {
    @Test
    void everyElementOfTheContractIsFoundWithoutPackages() {
        PluginManager plugins = new PluginManager("Core");
        plugins.collectPlugins();

        for (ElementKind kind : ElementKind.values()) {
            if (kind != ElementKind.UNKNOWN) {
                assertThat(plugins.getPluginType(kind.log4j2Name()).getPluginClass())
                        .as(kind.log4j2Name())
                        .isIn(EventFileAppender.class, EventFileElement.class);
            }
        }
    }

    /** Log4j2's processor does not know our annotation, so the field that it stands on is registered by hand. */
    @Test
    void aNativeImageReachesWhatLog4jInjects() throws IOException {
        String generated = resource("log4j-generated/io.penstock/penstock-log4j2/reflect-config.json");
        String ours = resource("io.penstock/penstock-log4j2/reflect-config.json");

        assertThat(generated).contains(ElementRecorder.class.getName(), EventFileElement.class.getName(), "newBuilder");
        assertThat(ours).contains(EventFileAppender.Builder.class.getName(), "\"element\"");
    }

    private static String resource(String name) throws IOException {
        String path = "/META-INF/native-image/" + name;
        try (InputStream in = Objects.requireNonNull(PackagingTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
