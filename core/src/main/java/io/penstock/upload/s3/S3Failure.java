package io.penstock.upload.s3;

import io.penstock.config.S3Config;
import io.penstock.config.S3Config.Credentials;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What went wrong with a request.
 *
 * @param request operation, bucket and key
 * @param status of the answer, 0 when there was none
 * @param code of S3, empty when the answer has none, as that to a HEAD
 */
record S3Failure(String request, int status, String code, RuntimeException thrown) {
    private static final String SHOWN_FOR_SECRET = "***";
    private static final int CAUSES_AT_MOST = 20;

    /** Refusals with a status of the caller's fault, which pass all the same. */
    private static final Set<String> PASSING = Set.of(
            // the bytes suffered on the way
            "BadDigest",
            "IncompleteBody",
            "RequestTimeout",
            // somebody else is at it
            "OperationAborted",
            "ConditionalRequestConflict",
            // the parts are gone: a new upload has its own
            "NoSuchUpload",
            "InvalidPart",
            // the chain fetches new ones
            "ExpiredToken",
            "InternalError",
            "ServiceUnavailable",
            "SlowDown");

    static S3Failure of(String operation, S3Config config, String key, RuntimeException thrown) {
        String request = operation + " s3://" + config.bucket() + "/" + key;
        if (thrown instanceof AwsServiceException answer) {
            AwsErrorDetails details = answer.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            return new S3Failure(request, answer.statusCode(), code, answer);
        }
        return new S3Failure(request, 0, "", thrown);
    }

    boolean isAbsent() {
        return status == 404 && !code.equals("NoSuchBucket");
    }

    /** The store knows no such operation, or no such condition. */
    boolean isNotImplemented() {
        return status == 501 || code.equals("NotImplemented");
    }

    boolean isForbidden() {
        return status == 403;
    }

    boolean isUploadGone() {
        return code.equals("NoSuchUpload");
    }

    /** Something is there. */
    boolean isPreconditionFailed() {
        return status == 412;
    }

    /** Another request for the same key won, or is about to. */
    boolean isConflict() {
        return status == 409;
    }

    Kind kind() {
        if (isPreconditionFailed()) {
            return Kind.EXISTS;
        }
        return mayPass() ? Kind.TRANSIENT : Kind.PERMANENT;
    }

    /** As the uploader wants it: a message without credentials. */
    StoreException toStoreException(S3Config config) {
        return toStoreException(config, kind());
    }

    StoreException toStoreException(S3Config config, Kind kind) {
        // an answer's stack tells nothing, and its text may repeat what was sent
        Throwable cause = thrown instanceof AwsServiceException ? null : thrown;
        return new StoreException(kind, masked(request + ": " + text(), config.credentials()), cause);
    }

    private boolean mayPass() {
        if (thrown instanceof AwsServiceException answer) {
            return PASSING.contains(code)
                    || answer.isThrottlingException()
                    || answer.isClockSkewException()
                    || isConflict()
                    || status == 408
                    || status == 429
                    || (status >= 500 && !isNotImplemented());
        }
        if (has(CertificateException.class)) {
            return false;
        }
        return has(IOException.class)
                || has(ApiCallAttemptTimeoutException.class)
                || has(ApiCallTimeoutException.class)
                || has(RetryableException.class)
                || has(AbortedException.class)
                // the client was closed before or under the request
                || has(IllegalStateException.class)
                || has(RejectedExecutionException.class);
    }

    private boolean has(Class<? extends Throwable> type) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < CAUSES_AT_MOST; depth++) {
            if (type.isInstance(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private String text() {
        if (thrown instanceof AwsServiceException answer) {
            AwsErrorDetails details = answer.awsErrorDetails();
            String said = details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
            String named = code.isEmpty() ? "" : " " + code;
            return status + named + ", request " + answer.requestId() + said + hint();
        }
        Throwable root = root();
        String text = thrown instanceof SdkClientException ? String.valueOf(thrown.getMessage()) : thrown.toString();
        return root == thrown ? text : text + " (" + root + ")";
    }

    private String hint() {
        if (isForbidden() && code.isEmpty()) {
            return " (without the right to list the bucket, also for a key that is not there)";
        }
        return code.equals("XAmzContentSHA256Mismatch") ? " (the store may need checksum=\"when-required\")" : "";
    }

    private Throwable root() {
        Throwable root = thrown;
        for (int depth = 0; root.getCause() != null && depth < CAUSES_AT_MOST; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String masked(String text, @Nullable Credentials credentials) {
        if (credentials == null) {
            return text;
        }
        return text.replace(credentials.secretKey(), SHOWN_FOR_SECRET)
                .replace(credentials.accessKey(), SHOWN_FOR_SECRET);
    }
}
