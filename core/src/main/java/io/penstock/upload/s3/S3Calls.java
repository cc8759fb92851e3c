package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.upload.Part;
import io.penstock.upload.StoredObject;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The requests that we make, each once, with what our settings add to them. They throw what the SDK throws. Any thread. */
final class S3Calls implements AutoCloseable {
    /** The condition that no object is there. */
    static final String ABSENT = "*";

    private static final String OPAQUE = "application/octet-stream";

    private final S3Client client;
    private final S3Config config;
    private final S3Timeouts timeouts;
    private final boolean sendsChecksums;
    private final @Nullable Tagging tagging;

    S3Calls(S3Config config, S3Timeouts timeouts) {
        this.config = config;
        this.timeouts = timeouts;
        sendsChecksums = S3Clients.sendsChecksums(config);
        tagging = tagging(config);
        client = S3Clients.open(config, timeouts);
    }

    boolean sendsChecksums() {
        return sendsChecksums;
    }

    HeadObjectResponse head(String key) {
        var request = HeadObjectRequest.builder().bucket(config.bucket()).key(key);
        if (sendsChecksums) {
            request.checksumMode(ChecksumMode.ENABLED);
        }
        return client.headObject(request.build());
    }

    ResponseInputStream<GetObjectResponse> get(String key) {
        return client.getObject(get -> get.bucket(config.bucket()).key(key));
    }

    void put(String key, Part whole, @Nullable String ifNoneMatch) {
        var request = PutObjectRequest.builder()
                .bucket(config.bucket())
                .key(key)
                .ifNoneMatch(ifNoneMatch)
                .storageClass(config.storageClass())
                .overrideConfiguration(within(timeouts.part()));
        if (tagging != null) {
            request.tagging(tagging);
        }
        if (config.kmsKeyId() != null) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(config.kmsKeyId());
        }
        if (sendsChecksums) {
            request.checksumCRC32C(crc32c(whole));
        } else {
            request.contentMD5(md5(whole));
        }
        client.putObject(request.build(), body(whole));
    }

    /**
     * A new upload.
     *
     * @param repeated whether the SDK had to ask again: the store may have begun another one then, whose id nobody knows
     */
    record Created(String uploadId, boolean repeated) {}

    Created create(String key) {
        var repetitions = new Repetitions();
        var request = CreateMultipartUploadRequest.builder()
                .bucket(config.bucket())
                .key(key)
                .contentType(OPAQUE)
                .storageClass(config.storageClass())
                .overrideConfiguration(overrides -> overrides.addMetricPublisher(repetitions));
        if (tagging != null) {
            request.tagging(tagging);
        }
        if (config.kmsKeyId() != null) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(config.kmsKeyId());
        }
        if (sendsChecksums) {
            // of the whole object, so that the store reports the checksum that the manifest has
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C).checksumType(ChecksumType.FULL_OBJECT);
        }
        String uploadId = client.createMultipartUpload(request.build()).uploadId();
        return new Created(uploadId, repetitions.any());
    }

    /** The part as {@link #complete} must name it. */
    CompletedPart uploadPart(String key, String uploadId, Part part) {
        var request = UploadPartRequest.builder()
                .bucket(config.bucket())
                .key(key)
                .uploadId(uploadId)
                .partNumber(part.number())
                .overrideConfiguration(within(timeouts.part()));
        var completed = CompletedPart.builder().partNumber(part.number());
        if (sendsChecksums) {
            request.checksumCRC32C(crc32c(part));
            completed.checksumCRC32C(crc32c(part));
        } else {
            request.contentMD5(md5(part));
        }
        UploadPartResponse response = client.uploadPart(request.build(), body(part));
        return completed.eTag(response.eTag()).build();
    }

    void complete(String key, String uploadId, Collection<CompletedPart> parts, @Nullable String ifNoneMatch) {
        client.completeMultipartUpload(complete -> complete.bucket(config.bucket())
                .key(key)
                .uploadId(uploadId)
                .ifNoneMatch(ifNoneMatch)
                .checksumType(sendsChecksums ? ChecksumType.FULL_OBJECT : null)
                .multipartUpload(upload -> upload.parts(parts))
                .overrideConfiguration(within(timeouts.complete())));
    }

    void abort(String key, String uploadId) {
        client.abortMultipartUpload(
                abort -> abort.bucket(config.bucket()).key(key).uploadId(uploadId));
    }

    /** Unfinished uploads whose keys begin so. */
    ListMultipartUploadsResponse unfinished(String prefix, @Nullable String keyMarker, @Nullable String idMarker) {
        return client.listMultipartUploads(list ->
                list.bucket(config.bucket()).prefix(prefix).keyMarker(keyMarker).uploadIdMarker(idMarker));
    }

    @Override
    public void close() {
        client.close();
    }

    /** Reads the part's own array, from its start for every attempt. */
    private static RequestBody body(Part part) {
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(
                        () -> new ByteArrayInputStream(part.bytes(), 0, part.length())),
                part.length(),
                OPAQUE);
    }

    private static AwsRequestOverrideConfiguration within(Duration timeout) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(timeout)
                .build();
    }

    private static String crc32c(Part part) {
        return StoredObject.base64(part.crc32c());
    }

    private static @Nullable String md5(Part part) {
        return part.md5() == null ? null : Base64.getEncoder().encodeToString(part.md5());
    }

    /** Null must not be set: the SDK would send an empty header, which asks for the right to tag. */
    private static @Nullable Tagging tagging(S3Config config) {
        if (config.tags().isEmpty()) {
            return null;
        }
        var tags = config.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return Tagging.builder().tagSet(tags).build();
    }
}
