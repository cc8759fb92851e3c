package io.penstock.benchmarks.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket, through the SDK's plain client. */
public final class BucketObjects implements ObjectSource {
    private final S3Client client;
    private final String title;
    private final String bucket;

    public BucketObjects(Bucket bucket) {
        this.bucket = bucket.name();
        title = "the bucket " + bucket.name() + " at " + bucket.endpoint();
        client = S3Client.builder()
                .endpointOverride(bucket.endpoint())
                .forcePathStyle(true)
                .region(Region.of(Bucket.REGION))
                .credentialsProvider(bucket.credentials())
                .build();
    }

    /** A bucket of a local server. */
    public record Bucket(URI endpoint, String name, String accessKey, String secretKey) {
        /** Any will do. */
        public static final String REGION = "us-east-1";

        /** The pair, for a client. */
        public StaticCredentialsProvider credentials() {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        }
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Map<String, Long> list() throws IOException {
        Map<String, Long> bytesByKey = new TreeMap<>();
        try {
            for (S3Object object : client.listObjectsV2Paginator(request -> request.bucket(bucket))
                    .contents()) {
                bytesByKey.put(object.key(), object.size());
            }
        } catch (SdkException e) {
            throw new IOException("list " + bucket + ": " + e.getMessage(), e);
        }
        return bytesByKey;
    }

    @Override
    public InputStream open(String key) throws IOException {
        try {
            return client.getObject(request -> request.bucket(bucket).key(key));
        } catch (SdkException e) {
            throw new IOException("get " + bucket + " " + key + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void clear() throws IOException {
        for (String key : list().keySet()) {
            client.deleteObject(request -> request.bucket(bucket).key(key));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
