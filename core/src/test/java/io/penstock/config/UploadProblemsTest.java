package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which uploads are refused, and what the user is told. */
class UploadProblemsTest {
    private static final RawElement VALID = RawElement.appender("EventFile").with("directory", "/var/spool/app");
    private static final RawElement S3 =
            RawElement.of(ElementKind.S3_UPLOAD, "S3Upload").with("bucket", "my-bucket");
    private static final RawElement GCS =
            RawElement.of(ElementKind.GCS_UPLOAD, "GcsUpload").with("bucket", "my-bucket");
    private static final RawElement DIRECTORY =
            RawElement.of(ElementKind.DIRECTORY_UPLOAD, "DirectoryUpload").with("directory", "/mnt/archive");
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdt0wu7asd2pacc";
    private static final String BUCKET_RULE =
            "must be 3 to 63 characters: lower-case letters, digits, '-' and single dots, beginning and ending with a letter or digit, and no IP address";
    private static final String RECIPIENT_RULE =
            "must be age recipients separated by commas, each age1 and 58 characters of Bech32; leave it out for no encryption";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix            | /app        | must not begin with /",
                "prefix            | a//b        | must not have an empty part between or after slashes",
                "prefix            | app//       | must not have an empty part between or after slashes",
                "prefix            | ../app/     | must not have a part .. between slashes",
                "prefix            | app/./x     | must not have a part . between slashes",
                "prefix            | app/.penstock-x/ | must not have a part that begins with .penstock-, as the names of unfinished objects do",
                "keyPattern        | .penstock-%event-%start-%i | must not have a part that begins with .penstock-",
                "keyPattern        | %event.log  | cannot give unique keys without %start and %i",
                "compression       | lz4         | must be none or gzip or zstd",
                "deleteAfterUpload | no          | must be true or false",
                "uploadOnStart     | 1           | must be true or false",
                "manifestPrefix    | manifest    | must hold a slash, as in manifest/, so that no object's key can be like those of the manifest",
                "manifestPrefix    | /manifest/  | must not begin with /",
                "enabled           | on          | must be true or false",
                "retries           | 3           | is unknown; known are",
            })
    void wrongSettingsOfAnyUploadAreNamedWithTheirRule(String setting, String value, String rule) {
        for (RawElement upload : List.of(S3, GCS, DIRECTORY)) {
            String shown = setting.equals("retries") ? "***" : value;
            assertThat(problems(VALID.child(upload.with(setting, value))))
                    .singleElement()
                    .asString()
                    .startsWith(upload.name() + " " + setting + "=\"" + shown + "\": " + rule);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region       | eu_west     | must be the name of a region, such as eu-west-1; leave it out for the SDK's own choice",
                "pathStyle    | yes         | must be true or false",
                "partSize     | 4.9 MB      | must be from 5 MB to 1 GB",
                "partSize     | 1025 MB     | must be from 5 MB to 1 GB",
                "partSize     | 5 GB        | must be from 5 MB to 1 GB",
                "partSize     | unlimited   | must be from 5 MB to 1 GB",
                "concurrency  | 0           | must be a whole number from 1 to 50",
                "concurrency  | 51          | must be a whole number from 1 to 50",
                "tags         | team        | must be pairs key=value separated by commas, keys of 1 to 128 characters, values of up to 256",
                "tags         | =x          | must be pairs key=value separated by commas, keys of 1 to 128 characters, values of up to 256",
                "tags         | a=b,,c=d    | must be pairs key=value separated by commas, keys of 1 to 128 characters, values of up to 256",
                "tags         | a=b, a=c    | names a twice",
                "tags         | a=,b=,c=,d=,e=,f=,g=,h=,i=,j=,k= | must be at most 10 tags",
                "checksum     | md5         | must be auto or when-supported or when-required",
                "chunkSize    | 1 MB        | is unknown",
            })
    void wrongSettingsOfTheS3UploadAreNamedWithTheirRule(String setting, String value, String rule) {
        String shown = setting.equals("chunkSize") ? "***" : value;
        assertThat(problems(VALID.child(S3.with(setting, value))))
                .singleElement()
                .asString()
                .startsWith("S3Upload " + setting + "=\"" + shown + "\": " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bucket       | My-Bucket   | must be 3 to 63 characters: lower-case letters, digits, '-', '_'",
                "chunkSize    | 255 KB      | must be a multiple of 256 KB, from 256 KB to 1 GB",
                "chunkSize    | 0           | must be a multiple of 256 KB, from 256 KB to 1 GB",
                "chunkSize    | 1000000     | must be a multiple of 256 KB, from 256 KB to 1 GB",
                "chunkSize    | 1.25 GB     | must be a multiple of 256 KB, from 256 KB to 1 GB",
                "concurrency  | many        | must be a whole number from 1 to 50",
                "endpoint     | localhost   | must be an http:// or https:// address",
            })
    void wrongSettingsOfTheGcsUploadAreNamedWithTheirRule(String setting, String value, String rule) {
        assertThat(problems(VALID.child(GCS.with(setting, value))))
                .singleElement()
                .asString()
                .startsWith("GcsUpload " + setting + "=\"" + value + "\": " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxAge       | 0           | must be at least 1 ms; or unlimited",
                "maxTotalSize | 0           | must be more than 0; or unlimited",
            })
    void wrongSettingsOfTheDirectoryUploadAreNamedWithTheirRule(String setting, String value, String rule) {
        assertThat(problems(VALID.child(DIRECTORY.with(setting, value))))
                .containsExactly("DirectoryUpload " + setting + "=\"" + value + "\": " + rule);
    }

    @Test
    void bucketAndDirectoryAreRequired() {
        assertThat(problems(VALID.child(RawElement.of(ElementKind.S3_UPLOAD))))
                .containsExactly("s3Upload bucket: is required");
        assertThat(problems(VALID.child(RawElement.of(ElementKind.GCS_UPLOAD))))
                .containsExactly("gcsUpload bucket: is required");
        assertThat(problems(VALID.child(RawElement.of(ElementKind.DIRECTORY_UPLOAD))))
                .containsExactly("directoryUpload directory: is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "My-Bucket", "my_bucket", "-abc", "abc-", ".abc", "a..b", "10.0.0.1", "a/b", "a b"})
    void aBucketFollowsTheRuleOfS3(String bucket) {
        assertThat(problems(VALID.child(S3.with("bucket", bucket))))
                .containsExactly("S3Upload bucket=\"" + bucket + "\": " + BUCKET_RULE);
        assertThat(problems(VALID.child(S3.with("bucket", "a".repeat(63))))).isEmpty();
        assertThat(problems(VALID.child(S3.with("bucket", "a".repeat(64))))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9000",
                "//localhost",
                "ftp://localhost",
                "http://",
                "http:///x",
                "http://my_host:9000",
                "http://h:99999",
                "http://h?x=1",
                "http://h#x",
                "http://h x",
                "file:///tmp"
            })
    void anEndpointIsAPlainAddress(String endpoint) {
        for (RawElement upload : List.of(S3, GCS)) {
            assertThat(problems(VALID.child(upload.with("endpoint", endpoint))))
                    .singleElement()
                    .asString()
                    .startsWith(upload.name() + " endpoint=")
                    .endsWith(
                            "must be an http:// or https:// address without user, query and fragment, such as http://localhost:9000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hush@localhost:9000",
                "http://user:hush@hush@localhost",
                "http://user:hu/hush@localhost",
                "user:hush@localhost:9000",
                "http://localhost?signature=hush",
                "http://user:hush@localhost\nx?y=hush",
            })
    void noCredentialOfAnEndpointAppearsInAMessage(String endpoint) {
        RawElement upload = S3.with("endpoint", endpoint);

        assertThat(problems(VALID.child(upload)))
                .singleElement()
                .asString()
                .contains("***")
                .contains("localhost")
                .doesNotContain("hush");
        assertThat(upload.toString()).doesNotContain("hush");
    }

    @Test
    void accessKeyAndSecretKeyComeTogether() {
        for (String one : List.of("accessKey", "secretKey")) {
            assertThat(problems(VALID.child(S3.with(one, "hush"))))
                    .containsExactly(
                            "S3Upload: accessKey and secretKey are needed together; leave both out for the SDK's own credentials");
        }
        assertThat(problems(VALID.child(S3.with("accessKey", "").with("secretKey", "hush"))))
                .singleElement()
                .asString()
                .startsWith("S3Upload: accessKey and secretKey are needed together");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "age1",
                "AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KDT0WU7ASD2PACC",
                "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdt0wu7asd2pac",
                "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdt0wu7asd2paccc",
                "age1bl3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdt0wu7asd2pacc",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
            })
    void whatIsNoRecipientIsRefused(String recipient) {
        assertThat(problems(VALID.child(S3.with("encryptTo", recipient))))
                .singleElement()
                .asString()
                .endsWith(RECIPIENT_RULE);
        assertThat(problems(VALID.child(S3.with("encryptTo", RECIPIENT + "," + recipient))))
                .singleElement()
                .asString()
                .endsWith(RECIPIENT_RULE);
    }

    @Test
    void aRecipientTwiceIsRefused() {
        assertThat(problems(VALID.child(S3.with("encryptTo", RECIPIENT + ", " + RECIPIENT))))
                .singleElement()
                .asString()
                .endsWith("names " + RECIPIENT + " twice");
    }

    @Test
    void theSecretHalfOfAnAgeKeyIsRefusedAndNotShown() {
        assertThat(problems(VALID.child(S3.with("encryptTo", RECIPIENT + ",AGE-SECRET-KEY-1HUSH"))))
                .containsExactly("S3Upload encryptTo=\"***\": is a secret key, by which objects are read;"
                        + " name its recipient, which begins with age1");
    }

    @Test
    void keysThatMayBeTooLongWithTheirPrefixAreRefused() {
        int longest = KeyPattern.DEFAULT.longestBytes();
        RawElement fits = S3.with("prefix", "p".repeat(900 - longest));

        assertThat(problems(VALID.child(fits))).isEmpty();
        assertThat(problems(VALID.child(S3.with("prefix", "p".repeat(901 - longest)))))
                .singleElement()
                .asString()
                .startsWith("S3Upload prefix=\"ppp")
                .endsWith("gives keys of up to 901 bytes; at most 900 are allowed");
        assertThat(problems(VALID.child(fits.with("manifestPrefix", "m/"))))
                .singleElement()
                .asString()
                .startsWith("S3Upload manifestPrefix=\"m/\"")
                .endsWith("gives the manifest keys of up to 902 bytes; at most 900 are allowed");
    }

    /** What the file system would refuse for ever, and only when the first long name comes; a host of the longest name can still use the default. */
    @Test
    void namesThatMayBeTooLongForAFileSystemAreRefusedForADirectory() {
        RawElement hosted = VALID.with("host", "h".repeat(64));
        assertThat(problems(hosted.child(DIRECTORY))).isEmpty();
        assertThat(problems(hosted.child(DIRECTORY.with("prefix", "app/")))).isEmpty();
        assertThat(problems(hosted.child(DIRECTORY.with("prefix", "ä"))))
                .containsExactly("DirectoryUpload prefix=\"ä\": gives file names of up to 257 bytes, compressed and"
                        + " encrypted; at most 255 are allowed; put / between the tokens of keyPattern");
        assertThat(problems(hosted.child(S3.with("prefix", "ä")))).isEmpty();

        RawElement manifest = DIRECTORY.with("manifestPrefix", "m/");
        assertThat(problems(hosted.child(manifest)))
                .singleElement()
                .asString()
                .startsWith("DirectoryUpload manifestPrefix=\"m/\": gives manifest file names of up to 260 bytes");
        assertThat(problems(VALID.with("host", "h".repeat(59)).child(manifest))).isEmpty();
    }

    /** I13: parts in flight are the uploads' share of the heap. */
    @Test
    void partsInFlightFitIntoHalfOfTheHeap() {
        Machine small = Machines.withHeap(64L << 20);

        assertThat(problems(VALID.child(S3), small)).isEmpty();
        assertThat(problems(VALID.child(S3.with("partSize", "9 MB")), small))
                .containsExactly(
                        "S3Upload partSize=\"9 MB\": partSize times concurrency is 36 MB, more than half of the"
                                + " JVM's heap of 64 MB; lower one of them, or raise -Xmx");
        assertThat(problems(VALID.child(S3.with("concurrency", "5")), small))
                .singleElement()
                .asString()
                .startsWith("S3Upload concurrency=\"5\": partSize times concurrency is 40 MB");
        assertThat(problems(VALID.child(GCS), small))
                .containsExactly("GcsUpload: chunkSize times concurrency is 64 MB, more than half of the JVM's heap of"
                        + " 64 MB; lower one of them, or raise -Xmx");
        assertThat(problems(VALID.child(DIRECTORY), Machines.withHeap(8L << 20)))
                .isEmpty();
        assertThat(problems(
                        VALID.child(S3.with("partSize", "1 GB").with("concurrency", "50")),
                        Machines.withHeap(Long.MAX_VALUE)))
                .isEmpty();
    }

    /** What {@code -Xmx128m} gives under the serial collector; the defaults of every store must do there. */
    @Test
    void theDefaultsDoInAHeapOf128Megabytes() {
        Machine small = Machines.withHeap(129_761_280);

        assertThat(problems(VALID.child(S3), small)).isEmpty();
        assertThat(problems(VALID.child(GCS), small)).isEmpty();
    }

    @Test
    void aFileMustFitIntoThePartsOfAnS3Object() {
        RawElement rotation = RawElement.of(ElementKind.ROTATION);
        RawElement large = VALID.child(rotation.with("size", "79 GB"));
        RawElement override = VALID.child(
                RawElement.of(ElementKind.OVERRIDE).with("name", "audit").child(rotation.with("size", "unlimited")));

        assertThat(problems(large.child(S3)))
                .containsExactly("S3Upload: rotation lets files be up to 79 GB, but 10000 parts, the most of an object,"
                        + " hold 78.1 GB; raise partSize, or lower the rotation's size");
        assertThat(problems(large.child(S3.with("partSize", "9 MB")))).isEmpty();
        assertThat(problems(large.child(GCS))).isEmpty();
        assertThat(problems(override.child(S3.with("partSize", "64 MB"))))
                .singleElement()
                .asString()
                .startsWith("S3Upload partSize=\"64 MB\": rotation lets files be unlimited");
        assertThat(problems(override.child(DIRECTORY))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/spool/app",
                "/var/spool/app/sealed",
                "/var/spool",
                "/",
                "/var/../var/spool/app/./x",
                "//var/spool/app/"
            })
    void theStoresDirectoryLiesApartFromTheSpool(String directory) {
        assertThat(problems(VALID.child(DIRECTORY.with("directory", directory))))
                .containsExactly("DirectoryUpload directory=\"" + directory
                        + "\": must not be the appender's directory, nor lie in it, nor hold it: /var/spool/app");
    }

    @Test
    void directoriesAreComparedAsTheyWillBeUsed() {
        RawElement relative = RawElement.appender("EventFile").with("directory", "logs");

        assertThat(problems(relative.child(DIRECTORY.with(
                        "directory", Path.of("logs/x").toAbsolutePath().toString()))))
                .hasSize(1);
        assertThat(problems(relative.child(DIRECTORY.with("directory", "logs-archive"))))
                .isEmpty();
        assertThat(problems(RawElement.appender("EventFile").child(DIRECTORY.with("directory", "x"))))
                .containsExactly("EventFile directory: is required");
    }

    @Test
    void manyTagsOfTheGreatestLengthAreAccepted() {
        String tags = IntStream.range(0, 10)
                .mapToObj(i -> i + "k".repeat(127) + "=" + "v".repeat(256))
                .collect(Collectors.joining(","));

        assertThat(problems(VALID.child(S3.with("tags", tags)))).isEmpty();
        assertThat(problems(VALID.child(S3.with("tags", tags.replace("9k", "9kk")))))
                .hasSize(1);
    }

    private static List<String> problems(RawElement appender) {
        return problems(appender, Machines.WITH_4_PROCESSORS);
    }

    private static List<String> problems(RawElement appender, Machine machine) {
        return PenstockConfig.parse(appender, machine).problems().stream()
                .map(Problem::message)
                .toList();
    }
}
