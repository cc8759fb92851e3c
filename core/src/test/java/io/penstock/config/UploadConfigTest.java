package io.penstock.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.UploadConfig.Compression;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which uploads are accepted, and what they become. */
class UploadConfigTest {
    private static final RawElement VALID = RawElement.appender("EventFile").with("directory", "logs");
    private static final RawElement S3 =
            RawElement.of(ElementKind.S3_UPLOAD, "S3Upload").with("bucket", "my.bucket-1");
    private static final RawElement GCS =
            RawElement.of(ElementKind.GCS_UPLOAD, "GcsUpload").with("bucket", "my_bucket");
    private static final RawElement DIRECTORY =
            RawElement.of(ElementKind.DIRECTORY_UPLOAD, "DirectoryUpload").with("directory", "/mnt/archive");
    private static final String ALICE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdt0wu7asd2pacc";
    private static final String BOB = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

    @Test
    void withoutAnUploadFilesStay() {
        assertThat(parsed(VALID, Machines.WITH_4_PROCESSORS).upload()).isNull();
        assertThat(parsed(VALID.child(S3.with("enabled", "false")), Machines.WITH_4_PROCESSORS)
                        .upload())
                .isNull();
    }

    @Test
    void aStoreAloneGivesTheDefaultsOfTheContract() {
        assertThat(upload(S3))
                .isEqualTo(withDefaults(new S3Config(
                        "my.bucket-1",
                        null,
                        null,
                        false,
                        8 << 20,
                        4,
                        null,
                        null,
                        Map.of(),
                        S3Config.Checksum.AUTO,
                        null)));
        assertThat(upload(GCS))
                .isEqualTo(withDefaults(new GcsConfig("my_bucket", null, null, 16 << 20, 4, null, null)));
        assertThat(upload(DIRECTORY))
                .isEqualTo(
                        withDefaults(new DirectoryConfig(Path.of("/mnt/archive"), Limits.UNLIMITED, Long.MAX_VALUE)));
    }

    @Test
    void everySettingOfTheS3UploadIsRead() {
        RawElement s3 = S3.with("enabled", "True")
                .with("region", "eu-west-1")
                .with("endpoint", "http://localhost:9000")
                .with("pathStyle", "true")
                .with("partSize", "5 MB")
                .with("concurrency", "50")
                .with("storageClass", "STANDARD_IA")
                .with("kmsKeyId", "arn:aws:kms:eu-west-1:1:key/2")
                .with("tags", " team = pay ments ,empty=,formula=a=b")
                .with("checksum", "WHEN_REQUIRED")
                .with("accessKey", "AKIA")
                .with("secretKey", "hush");

        assertThat(upload(s3).store())
                .isEqualTo(new S3Config(
                        "my.bucket-1",
                        "eu-west-1",
                        URI.create("http://localhost:9000"),
                        true,
                        5 << 20,
                        50,
                        "STANDARD_IA",
                        "arn:aws:kms:eu-west-1:1:key/2",
                        Map.of("team", "pay ments", "empty", "", "formula", "a=b"),
                        S3Config.Checksum.WHEN_REQUIRED,
                        new S3Config.Credentials("AKIA", "hush")));
        assertThat(String.valueOf(upload(s3))).doesNotContain("hush").doesNotContain("AKIA");
    }

    @Test
    void everySettingOfTheOtherStoresIsRead() {
        RawElement gcs = GCS.with("project", "p-1")
                .with("endpoint", "HTTPS://storage.example.org/")
                .with("chunkSize", "256 KB")
                .with("concurrency", "1")
                .with("storageClass", "NEARLINE")
                .with("kmsKeyName", "projects/p/locations/l/keyRings/r/cryptoKeys/k");
        RawElement directory = DIRECTORY.with("maxAge", "30 d").with("maxTotalSize", "1 TB");

        assertThat(upload(gcs).store())
                .isEqualTo(new GcsConfig(
                        "my_bucket",
                        "p-1",
                        URI.create("HTTPS://storage.example.org/"),
                        256 << 10,
                        1,
                        "NEARLINE",
                        "projects/p/locations/l/keyRings/r/cryptoKeys/k"));
        assertThat(upload(directory).store())
                .isEqualTo(new DirectoryConfig(Path.of("/mnt/archive"), Duration.ofDays(30), 1L << 40));
    }

    @Test
    void whatAllUploadsHaveInCommonIsRead() throws BadValue {
        for (RawElement element : List.of(S3, GCS, DIRECTORY)) {
            UploadConfig upload = upload(element.with("prefix", "app/x-")
                    .with("keyPattern", "%event/%start-%i.log")
                    .with("compression", "ZSTD")
                    .with("encryptTo", ALICE + " , " + BOB)
                    .with("deleteAfterUpload", "false")
                    .with("uploadOnStart", "FALSE")
                    .with("manifestPrefix", "manifest/"));

            assertThat(upload)
                    .isEqualTo(new UploadConfig(
                            upload.store(),
                            "app/x-",
                            KeyPattern.parse("%event/%start-%i.log"),
                            Compression.ZSTD,
                            List.of(ALICE, BOB),
                            false,
                            false,
                            "manifest/"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auto, AUTO",
        "when-supported, WHEN_SUPPORTED",
        "When-Required, WHEN_REQUIRED",
        "WHEN_SUPPORTED, WHEN_SUPPORTED"
    })
    void theChecksumModeIsWrittenAsAWordOrAsTheSdkWritesIt(String text, S3Config.Checksum checksum) {
        assertThat(upload(S3.with("checksum", text)).store())
                .isInstanceOfSatisfying(
                        S3Config.class, store -> assertThat(store.checksum()).isEqualTo(checksum));
    }

    @Test
    void severalUploadsMayStandThereButOnlyOneEnabled() {
        RawElement off = GCS.with("enabled", "false");

        assertThat(parsed(VALID.child(off).child(S3).child(off), Machines.WITH_4_PROCESSORS)
                        .upload())
                .isEqualTo(upload(S3));
        assertThat(problems(VALID.child(S3).child(off).child(DIRECTORY).child(GCS)))
                .containsExactly(
                        "DirectoryUpload: at most one upload can be enabled",
                        "GcsUpload: at most one upload can be enabled");
    }

    @Test
    void whetherItIsEnabledMustBeClear() {
        assertThat(problems(VALID.child(S3.with("enabled", "yes").with("partSize", "huge"))))
                .containsExactly("S3Upload enabled=\"yes\": must be true or false");
    }

    @Test
    void aDisabledUploadMaySayWhateverItLikes() {
        RawElement s3 = RawElement.of(ElementKind.S3_UPLOAD)
                .with("enabled", "False")
                .with("bucket", "")
                .with("partSize", "huge")
                .with("keyPattern", "%nonsense");

        assertThat(parsed(VALID.child(s3), Machines.without("")).upload()).isNull();
    }

    @Test
    void aDisabledUploadIsStillCheckedForNamesAndVariables() {
        RawElement upload = RawElement.of(ElementKind.S3_UPLOAD)
                .with("enabled", "false")
                .with("bucket", "${env:BUCKET}")
                .with("partSize", "not a size")
                .with("chunkSize", "1 MB")
                .with("enabled2", "x");

        assertThat(problems(VALID.child(upload)))
                .satisfiesExactly(
                        bucket -> assertThat(bucket).contains("env:BUCKET is not defined"),
                        chunkSize -> assertThat(chunkSize).contains("chunkSize").contains("belongs to gcsUpload"),
                        enabled -> assertThat(enabled).contains("did you mean enabled?"));
    }

    private static UploadConfig withDefaults(StoreConfig store) {
        return new UploadConfig(store, "", KeyPattern.DEFAULT, Compression.NONE, List.of(), true, true, "");
    }

    private static UploadConfig upload(RawElement upload) {
        return requireNonNull(
                parsed(VALID.child(upload), Machines.WITH_4_PROCESSORS).upload());
    }

    private static PenstockConfig parsed(RawElement appender, Machine machine) {
        return PenstockConfig.parse(appender, machine).orThrow();
    }

    private static List<String> problems(RawElement appender) {
        return PenstockConfig.parse(appender, Machines.WITH_4_PROCESSORS).problems().stream()
                .map(Problem::message)
                .toList();
    }
}
