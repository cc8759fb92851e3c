package io.penstock.benchmarks.transfer;

import io.penstock.benchmarks.archive.BucketObjects.Bucket;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * What the SDK itself offers for a large file. Without checksums, which it must be told for many stores, its asynchronous client sends parts that nobody verifies: it does not
 * sign them either. Our own upload has an MD5 in every part then.
 */
final class SdkTransfers {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private SdkTransfers() {}

    /** Parts of the file in parallel, as many connections as we have threads. */
    static AutoCloseable transferManager(Path spool, Path file, Destination destination) {
        return transferManager(file, destination, RequestChecksumCalculation.WHEN_REQUIRED);
    }

    /** The same, a CRC32 behind every part, as the SDK does it where nobody tells it otherwise. */
    static AutoCloseable checkedTransferManager(Path spool, Path file, Destination destination) {
        return transferManager(file, destination, RequestChecksumCalculation.WHEN_SUPPORTED);
    }

    private static AutoCloseable transferManager(
            Path file, Destination destination, RequestChecksumCalculation checksums) {
        long partBytes = destination.partBytes();
        S3AsyncClient client = common(S3AsyncClient.builder(), destination.bucket())
                .requestChecksumCalculation(checksums)
                .multipartEnabled(true)
                .multipartConfiguration(parts -> parts.minimumPartSizeInBytes(partBytes)
                        .thresholdInBytes(partBytes)
                        .apiCallBufferSizeInBytes(partBytes * destination.concurrency()))
                // parts wait for a connection in the client's queue, which gives up after 10 s by itself
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(destination.concurrency())
                        .connectionAcquisitionTimeout(PATIENCE))
                .build();
        S3TransferManager manager = S3TransferManager.builder().s3Client(client).build();
        manager.uploadFile(upload -> upload.source(file)
                        .putObjectRequest(put -> put.bucket(destination.bucket().name())
                                .key(file.getFileName().toString())))
                .completionFuture()
                .join();
        return () -> {
            manager.close();
            client.close();
        };
    }

    /** The whole file in one request. */
    static AutoCloseable oneStream(Path spool, Path file, Destination destination) {
        S3Client client = common(S3Client.builder(), destination.bucket()).build();
        client.putObject(
                put -> put.bucket(destination.bucket().name())
                        .key(file.getFileName().toString()),
                RequestBody.fromFile(file));
        return client;
    }

    private static <B extends S3BaseClientBuilder<B, C>, C> B common(B builder, Bucket bucket) {
        return builder.endpointOverride(bucket.endpoint())
                .forcePathStyle(true)
                .region(Region.of(Bucket.REGION))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(bucket.credentials());
    }
}
