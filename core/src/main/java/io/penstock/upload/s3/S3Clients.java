package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Credentials;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** From our settings to the SDK's client. What is not set is left to the SDK: region, credentials and HTTP client by its own chains. */
final class S3Clients {
    /** A store on an endpoint of its own rarely looks at the region, but it goes into every signature. */
    private static final Region HARMLESS = Region.US_EAST_1;

    /** The uploader has its own patience: here only what costs less than sending a part again later. */
    private static final int ATTEMPTS = 3;

    private S3Clients() {}

    static S3Client open(S3Config config, S3Timeouts timeouts) {
        boolean required = !sendsChecksums(config);
        S3ClientBuilder builder = S3Client.builder()
                .forcePathStyle(config.pathStyle())
                .putAuthScheme(new ChecksumSigning())
                .requestChecksumCalculation(
                        required ? RequestChecksumCalculation.WHEN_REQUIRED : RequestChecksumCalculation.WHEN_SUPPORTED)
                .responseChecksumValidation(
                        required ? ResponseChecksumValidation.WHEN_REQUIRED : ResponseChecksumValidation.WHEN_SUPPORTED)
                // a part's length and checksum are known: its plain bytes go out, which every store understands
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(overrides -> overrides
                        .apiCallAttemptTimeout(timeouts.request())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        locate(builder, config);
        Credentials credentials = config.credentials();
        if (credentials != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey())));
        }
        return builder.build();
    }

    /** Whether requests carry, and ask for, checksums of S3's own; many stores refuse or ignore them. */
    static boolean sendsChecksums(S3Config config) {
        return switch (config.checksum()) {
            case WHEN_SUPPORTED -> true;
            case WHEN_REQUIRED -> false;
            case AUTO -> config.endpoint() == null;
        };
    }

    private static void locate(S3ClientBuilder builder, S3Config config) {
        if (config.endpoint() != null) {
            builder.endpointOverride(config.endpoint()).region(HARMLESS);
        }
        if (config.region() != null) {
            builder.region(Region.of(config.region()));
        }
    }
}
