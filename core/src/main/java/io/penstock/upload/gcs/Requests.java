package io.penstock.upload.gcs;

import com.google.cloud.storage.StorageException;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.util.Set;
import java.util.function.Supplier;

/** Sends the client's requests, and tells what became of them in the room's own words. Any thread. */
final class Requests {
    private static final int TIMED_OUT = 408;
    private static final int CONFLICT = 409;
    private static final int CONDITION_NOT_MET = 412;
    private static final int TOO_MANY = 429;
    private static final int MOST_MESSAGE_CHARS = 400;
    private static final Set<String> THROTTLED = Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded");

    private final String bucket;
    private final Connections connections;

    Requests(String bucket, Connections connections) {
        this.bucket = bucket;
        this.connections = connections;
    }

    /**
     * @param operation for the message
     * @param object name of the object it is about, for the message
     */
    <T> T send(String operation, String object, Supplier<T> request) throws StoreException {
        try {
            return connections.during(request);
        } catch (StorageException refused) {
            throw new StoreException(kindOf(refused), say(operation, object, refused), refused);
        } catch (RuntimeException failed) {
            Kind kind = connections.closed() ? Kind.TRANSIENT : Kind.PERMANENT;
            throw new StoreException(kind, where(operation, object) + shorten(failed.toString()), failed);
        }
    }

    private static Kind kindOf(StorageException refused) {
        int status = refused.getCode();
        if (status == CONDITION_NOT_MET) {
            return Kind.EXISTS;
        }
        boolean passes = status < 400
                || status >= 500
                || status == TIMED_OUT
                || status == TOO_MANY
                || status == CONFLICT
                || (refused.getReason() != null && THROTTLED.contains(refused.getReason()))
                || arrivedDamaged(refused);
        return passes ? Kind.TRANSIENT : Kind.PERMANENT;
    }

    /** The service computed another checksum than we sent: the bytes changed on their way. */
    private static boolean arrivedDamaged(StorageException refused) {
        String message = String.valueOf(refused.getMessage());
        return refused.getCode() == 400 && message.contains("doesn't match calculated");
    }

    private String say(String operation, String object, StorageException refused) {
        String status = refused.getCode() == 0 ? "no answer" : Integer.toString(refused.getCode());
        String reason = refused.getReason() == null ? "" : " " + refused.getReason();
        String message = String.valueOf(refused.getMessage());
        return where(operation, object) + status + reason + ": " + shorten(message) + advice(message);
    }

    /** A retention policy and a hold are told in the same words: they keep our chunks from being taken away. */
    private static String advice(String message) {
        return message.contains("cannot be deleted, overwritten or archived")
                ? "; a bucket that keeps its objects takes files of one chunk only, so raise chunkSize"
                : "";
    }

    private String where(String operation, String object) {
        return operation + " gs://" + bucket + "/" + object + ": ";
    }

    /** An error page can be long, and stands in one line of the status. */
    private static String shorten(String message) {
        String line = message.replaceAll("\\s+", " ");
        return line.length() <= MOST_MESSAGE_CHARS ? line : line.substring(0, MOST_MESSAGE_CHARS) + "…";
    }
}
