package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.config.S3Config;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoreOpener;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of settings that no store can be opened with. */
class S3OpenerTest {
    private static final S3Config CONFIG = S3Settings.withChecksums(URI.create("http://127.0.0.1:1"));

    /** The SDK is optional: without it the error says what to add. */
    @Test
    void aMissingSdkIsNamedWithItsCoordinates() throws Exception {
        URL ours = S3Opener.class.getProtectionDomain().getCodeSource().getLocation();
        try (var withoutSdk = new WithoutSdk(ours)) {
            Object opener = withoutSdk
                    .loadClass(S3Opener.class.getName())
                    .getConstructor(S3Config.class)
                    .newInstance(CONFIG);

            Throwable told = catchThrowable(() -> ((StoreOpener) opener).open());

            assertThat(told).isInstanceOf(StoreException.class).hasMessageContaining("software.amazon.awssdk:s3");
            assertThat(((StoreException) told).kind()).isEqualTo(Kind.PERMANENT);
        }
    }

    /** Nothing is asked of the network before the first file. */
    @Test
    void openingAsksNobody() throws Exception {
        try (ObjectStore store = new S3Opener(CONFIG).open()) {
            assertThat(store.bucket()).isEqualTo("logs");
            assertThat(store.mostParts()).isEqualTo(10_000);
        }
    }

    /** A place that the SDK cannot make sense of is told by a message, like all that fails. */
    @Test
    void aClientThatCannotBeBuiltIsPermanent() {
        var odd = new S3Config(
                "logs",
                "not a region",
                null,
                false,
                1,
                1,
                null,
                null,
                Map.of(),
                CONFIG.checksum(),
                CONFIG.credentials());

        Throwable told = catchThrowable(() -> {
            try (ObjectStore store = new S3Opener(odd).open()) {
                store.find("key");
            }
        });

        assertThat(told).isInstanceOf(StoreException.class).hasMessageContaining("s3://logs/");
        assertThat(((StoreException) told).kind()).isEqualTo(Kind.PERMANENT);
    }

    /** This room is loaded anew, and finds nothing of the SDK; the rest is everybody's. */
    private static final class WithoutSdk extends URLClassLoader {
        WithoutSdk(URL ours) {
            super(new URL[] {ours}, S3OpenerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("software.amazon.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith(S3Opener.class.getPackageName() + ".")) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }
}
