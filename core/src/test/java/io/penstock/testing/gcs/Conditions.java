package io.penstock.testing.gcs;

import java.util.Map;
import java.util.Optional;

/** The generation conditions of a request's query. */
record Conditions(
        Optional<Long> generation,
        Optional<Long> notGeneration,
        Optional<Long> metageneration,
        Optional<Long> notMetageneration) {
    static Conditions of(Map<String, String> query) throws Refusal {
        return new Conditions(
                number(query, "ifGenerationMatch"),
                number(query, "ifGenerationNotMatch"),
                number(query, "ifMetagenerationMatch"),
                number(query, "ifMetagenerationNotMatch"));
    }

    static Optional<Long> number(Map<String, String> query, String name) throws Refusal {
        try {
            return Optional.ofNullable(query.get(name)).map(Long::parseLong);
        } catch (NumberFormatException malformed) {
            throw Refusal.badRequest("Invalid value for: " + name);
        }
    }

    /** @param current empty stands for generation 0, as the service has it */
    void check(Optional<Blob> current) throws Refusal {
        long now = current.map(Blob::generation).orElse(0L);
        long nowMeta = current.map(Blob::metageneration).orElse(0L);
        boolean met = generation.map(wanted -> wanted == now).orElse(true)
                && notGeneration.map(unwanted -> unwanted != now).orElse(true)
                && metageneration.map(wanted -> wanted == nowMeta).orElse(true)
                && notMetageneration.map(unwanted -> unwanted != nowMeta).orElse(true);
        if (!met) {
            throw Refusal.conditionNotMet();
        }
    }
}
