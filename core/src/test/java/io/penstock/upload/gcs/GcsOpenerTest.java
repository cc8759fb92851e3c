package io.penstock.upload.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.GcsConfig;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class GcsOpenerTest {
    /** The client is optional: without it the opener can be made, and tells at the first file what is missing. */
    @Test
    void aMissingClientIsToldWithItsCoordinates() throws Exception {
        URL ours = GcsOpener.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {ours}, ClassLoader.getPlatformClassLoader())) {
            Class<?> configType = alone.loadClass(GcsConfig.class.getName());
            Object config = configType.getConstructors()[0].newInstance(
                    "logs", null, URI.create("http://127.0.0.1:1"), 1 << 20, 4, null, null);
            Class<?> opener = alone.loadClass(GcsOpener.class.getName());
            Object made = opener.getConstructor(configType).newInstance(config);

            assertThatThrownBy(() -> opener.getMethod("open").invoke(made))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContainingAll("gs://logs", "com.google.cloud:google-cloud-storage")
                    .hasCauseInstanceOf(LinkageError.class);
        }
    }

    /** A wrong end point costs nothing before the first request. */
    @Test
    void openingAsksNobody() throws Exception {
        GcsConfig config = new GcsConfig("logs", null, URI.create("http://127.0.0.1:1/"), 1 << 20, 4, null, null);

        try (var store = new GcsOpener(config).open()) {
            assertThat(store.bucket()).isEqualTo("logs");
        }
    }
}
