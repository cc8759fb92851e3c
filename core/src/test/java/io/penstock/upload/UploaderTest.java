package io.penstock.upload;

import static io.penstock.upload.UploaderFixture.LONG;
import static io.penstock.upload.UploaderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.status.Counter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an uploader does while all is well, and while single calls fail. */
class UploaderTest {
    @TempDir
    Path directory;

    private UploaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new UploaderFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** I11: stored, registered, told, then gone; of every length around a part's. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 2000, 12_345})
    void aSealedFileBecomesAnObjectAndALine(int bytes) throws Exception {
        byte[] content = text(bytes, 1);
        Uploader uploader = fixture.open("s1", fixture.store(Calls.UNDISTURBED));

        uploader.sealed(fixture.disk.seal("payment", "s1", 1, content));

        assertThat(uploader.finish(LONG)).isTrue();
        assertThat(fixture.objects.stored.values()).singleElement().isEqualTo(content);
        assertThat(fixture.disk.manifestLines())
                .singleElement()
                .asString()
                .startsWith("{\"event\":\"payment\",\"bucket\":\"bucket\",\"key\":\"app/");
        assertThat(fixture.heard)
                .singleElement()
                .extracting(ManifestRecord::size)
                .isEqualTo((long) bytes);
        assertThat(fixture.disk.sealed).isEmpty();
        assertThat(fixture.disk.notes).isEmpty();
        assertThat(fixture.objects.unfinished).isEmpty();
        assertThat(fixture.count("payment", Counter.UPLOADED)).isOne();
        assertThat(fixture.count("payment", Counter.UPLOADED_BYTES)).isEqualTo(bytes);
        assertThat(uploader.gauges()).isEqualTo(new UploadGauges(0, 0, 0, 0));
        assertThat(uploader.stop(Duration.ZERO)).isTrue();
        assertThat(fixture.told).isEmpty();
    }
}
