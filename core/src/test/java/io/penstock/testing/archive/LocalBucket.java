package io.penstock.testing.archive;

import com.example.s3server.LocalS3;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of the local server, seen through a client of its own: what is there, whatever the uploader believes. The server is the caller's to end. */
public final class LocalBucket implements AutoCloseable {
    private static final Pattern HALF_WRITTEN =
            Pattern.compile(".*-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final LocalS3 server;
    private final String name;
    private final S3Client client;

    /** Makes the bucket where it is not there. */
    public LocalBucket(LocalS3 server, String name) throws IOException {
        this.server = server;
        this.name = name;
        server.createBucket(name);
        client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build();
    }

    /** The settings of an S3 upload that lead here, with the smallest parts there are. */
    public Map<String, String> settings() {
        return Map.of(
                "bucket",
                name,
                "endpoint",
                server.endpoint().toString(),
                "pathStyle",
                "true",
                "accessKey",
                server.accessKey(),
                "secretKey",
                server.secretKey(),
                "partSize",
                "5 MB");
    }

    /** Every object: key to length. */
    public Map<String, Long> list() {
        Map<String, Long> bytesByKey = new TreeMap<>();
        for (S3Object object :
                client.listObjectsV2Paginator(list -> list.bucket(name)).contents()) {
            // one that was killed shows as an object what it had not yet given its name
            if (!HALF_WRITTEN.matcher(object.key()).matches()) {
                bytesByKey.put(object.key(), object.size());
            }
        }
        return bytesByKey;
    }

    /** Every multipart upload that is neither completed nor aborted: id to key. */
    public Map<String, String> unfinished() {
        Map<String, String> keyById = new TreeMap<>();
        for (MultipartUpload upload :
                client.listMultipartUploads(list -> list.bucket(name)).uploads()) {
            keyById.put(upload.uploadId(), upload.key());
        }
        return keyById;
    }

    /** Writes the whole object into a new file. */
    public void fetch(String key, Path to) {
        client.getObject(get -> get.bucket(name).key(key), to);
    }

    /** An object's bytes. */
    public byte[] bytes(String key) {
        return client.getObjectAsBytes(get -> get.bucket(name).key(key)).asByteArray();
    }

    /** Removes every object, and what is unfinished. */
    public void empty() {
        unfinished()
                .forEach((id, key) -> client.abortMultipartUpload(
                        abort -> abort.bucket(name).key(key).uploadId(id)));
        list().keySet()
                .forEach(
                        key -> client.deleteObject(delete -> delete.bucket(name).key(key)));
    }

    @Override
    public void close() {
        client.close();
    }
}
