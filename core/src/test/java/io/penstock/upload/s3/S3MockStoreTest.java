package io.penstock.upload.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.example.s3mock.MockS3;
import com.example.s3server.ServerProcess;
import io.penstock.config.S3Config;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.TestParts;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/** The contract against S3Mock, which verifies and reports checksums as AWS does: with what the SDK does by default there. */
class S3MockStoreTest extends S3StoreContract {
    private ServerProcess server;

    @Override
    S3Config startServer(Path directory) throws Exception {
        server = ServerProcess.start(MockS3.class, directory.toString(), "logs");
        return S3Settings.withChecksums(server.endpoint());
    }

    @Override
    void stopServer() {
        server.close();
    }

    /** It forgets the object together with the upload. */
    @Override
    protected boolean removesUploadsAlone() {
        return false;
    }

    /** I11: the store reports the checksum of all bytes, whether they came at once or in parts. */
    @Test
    void theChecksumOfAllBytesIsReported() throws Exception {
        byte[] bytes = TestParts.noise(1_000, 1);
        String whole = newKey();
        store().put(whole, part(1, bytes));

        String parted = newKey();
        List<byte[]> parts = List.of(TestParts.noise(partBytes(), 1), TestParts.noise(1_000, 2));
        PartedUpload upload = store().begin(parted);
        upload.send(part(1, parts.get(0)));
        upload.send(part(2, parts.get(1)));
        upload.complete();

        assertThat(store().wantsMd5()).isFalse();
        assertThat(store().find(whole).orElseThrow().crc32c()).isEqualTo(TestParts.crc32cBase64(bytes));
        assertThat(store().find(parted).orElseThrow().crc32c())
                .isEqualTo(TestParts.crc32cBase64(TestParts.joined(parts)));
    }

    /** The server verifies what it gets: the checksum that we have computed goes with the bytes. */
    @Test
    void aDamagedPartIsRefused() throws Exception {
        var good = part(1, TestParts.noise(100, 1));
        var damaged = new Part(1, good.bytes(), good.length(), good.crc32c() + 1, null);
        String key = newKey();

        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store().put(key, damaged));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store().begin(key).send(damaged));

        assertThat(store().find(key)).isEmpty();
    }

    /** Tags and storage class go with every object, however it is written. */
    @Test
    void anObjectHasItsTagsAndItsStorageClass() throws Exception {
        String whole = newKey();
        store().put(whole, part(1, new byte[1]));
        String parted = newKey();
        PartedUpload upload = store().begin(parted);
        upload.send(part(1, new byte[1]));
        upload.complete();

        try (S3Client client = plainClient(server.endpoint())) {
            for (String key : List.of(whole, parted)) {
                Map<String, String> tags = client
                        .getObjectTagging(get -> get.bucket("logs").key(key))
                        .tagSet()
                        .stream()
                        .collect(Collectors.toMap(Tag::key, Tag::value));
                assertThat(tags).isEqualTo(config.tags());
                assertThat(client.headObject(head -> head.bucket("logs").key(key))
                                .storageClassAsString())
                        .isEqualTo("STANDARD_IA");
            }
        }
    }

    private static S3Client plainClient(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }
}
