package io.penstock.testing.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A request that is not answered with success. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    Refusal(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "invalid", message);
    }

    static Refusal noSuchBucket() {
        return new Refusal(404, "notFound", "The specified bucket does not exist.");
    }

    static Refusal noSuchObject(String bucket, String name) {
        return new Refusal(404, "notFound", "No such object: " + bucket + "/" + name);
    }

    static Refusal conditionNotMet() {
        return new Refusal(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }

    static Refusal retained(String bucket, String name) {
        return new Refusal(
                403,
                "retentionPolicyNotMet",
                "Object '" + bucket + "/" + name
                        + "' is subject to bucket's retention policy or object retention and cannot be deleted,"
                        + " overwritten or archived until 2036-01-01T00:00:00.0-08:00");
    }

    Reply reply() {
        JsonObject cause = new JsonObject();
        cause.addProperty("message", getMessage());
        cause.addProperty("domain", "global");
        cause.addProperty("reason", reason);
        JsonArray causes = new JsonArray();
        causes.add(cause);
        JsonObject error = new JsonObject();
        error.addProperty("code", status);
        error.addProperty("message", getMessage());
        error.add("errors", causes);
        JsonObject body = new JsonObject();
        body.add("error", error);
        return Reply.json(status, body);
    }
}
