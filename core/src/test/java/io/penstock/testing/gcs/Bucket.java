package io.penstock.testing.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Live objects by name. Every check and the change that it allows are one step. */
final class Bucket {
    private static final int MOST_NAME_BYTES = 1024;
    private static final AtomicLong GENERATIONS = new AtomicLong(1_700_000_000_000_000L);

    /** What an object is to be composed of. */
    record Composition(List<Blob> sources, Content content, JsonObject asked, boolean deletesSources) {}

    private final String name;
    private final NavigableMap<String, Blob> blobs = new TreeMap<>();
    private boolean retains;

    Bucket(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    synchronized void retain(boolean retainsAll) {
        retains = retainsAll;
    }

    synchronized Optional<Blob> find(String object) {
        return Optional.ofNullable(blobs.get(object));
    }

    synchronized Blob get(String object, Optional<Long> generation) throws Refusal {
        return find(object)
                .filter(blob ->
                        generation.map(wanted -> wanted == blob.generation()).orElse(true))
                .orElseThrow(() -> Refusal.noSuchObject(name, object));
    }

    /** Stores an object if the conditions hold at this very moment. */
    synchronized Blob insert(String object, Content content, JsonObject asked, Conditions conditions) throws Refusal {
        return replace(object, content, asked, 0, conditions);
    }

    /** Composes; the sources may go with it, as one step. */
    synchronized Blob compose(String object, Composition composition, Conditions conditions) throws Refusal {
        List<Blob> sources = composition.sources();
        for (Blob source : sources) {
            get(source.name(), Optional.of(source.generation()));
            if (composition.deletesSources()) {
                checkRetained(source.name());
            }
        }
        int components = sources.stream()
                .mapToInt(source -> Math.max(1, source.components()))
                .sum();
        JsonObject asked = composition.asked();
        asked.addProperty("storageClass", sources.get(0).storageClass());
        Blob composed = replace(object, composition.content(), asked, components, conditions);
        if (composition.deletesSources()) {
            sources.stream()
                    .map(Blob::name)
                    .filter(name -> !name.equals(object))
                    .forEach(blobs::remove);
        }
        return composed;
    }

    synchronized Blob update(String object, JsonObject patch, Conditions conditions) throws Refusal {
        Blob blob = get(object, Optional.empty());
        conditions.check(Optional.of(blob));
        JsonObject settings = blob.settings().deepCopy();
        Blob.settings(patch).entrySet().forEach(set -> settings.add(set.getKey(), set.getValue()));
        Blob updated = new Blob(
                name,
                object,
                blob.generation(),
                blob.metageneration() + 1,
                blob.content(),
                settings,
                blob.components(),
                blob.created());
        blobs.put(object, updated);
        return updated;
    }

    synchronized void delete(String object, Optional<Long> generation, Conditions conditions) throws Refusal {
        Blob blob = get(object, generation);
        conditions.check(Optional.of(blob));
        checkRetained(object);
        blobs.remove(object);
    }

    /** Up to {@code most} objects whose names begin with {@code prefix} and come after {@code after}. */
    synchronized List<Blob> list(String prefix, String after, int most) {
        return blobs.tailMap(after.compareTo(prefix) < 0 ? prefix : after, true).values().stream()
                .takeWhile(blob -> blob.name().startsWith(prefix))
                .filter(blob -> blob.name().compareTo(after) > 0)
                .limit(most)
                .toList();
    }

    private Blob replace(String object, Content content, JsonObject asked, int components, Conditions conditions)
            throws Refusal {
        checkName(object);
        conditions.check(find(object));
        if (blobs.containsKey(object)) {
            checkRetained(object);
        }
        Blob blob = new Blob(
                name,
                object,
                GENERATIONS.incrementAndGet(),
                1,
                content,
                Blob.settings(asked),
                components,
                Instant.now());
        blobs.put(object, blob);
        return blob;
    }

    private void checkRetained(String object) throws Refusal {
        if (retains) {
            throw Refusal.retained(name, object);
        }
    }

    private static void checkName(String object) throws Refusal {
        int bytes = object.getBytes(UTF_8).length;
        if (bytes == 0) {
            throw new Refusal(400, "required", "Required");
        }
        if (bytes > MOST_NAME_BYTES) {
            throw Refusal.badRequest("The maximum object length is 1024 characters, but got a name with " + bytes
                    + " characters: '" + object.substring(0, 32) + "...'");
        }
        if (object.equals(".")
                || object.equals("..")
                || object.indexOf('\n') >= 0
                || object.indexOf('\r') >= 0
                || object.startsWith(".well-known/acme-challenge/")) {
            throw Refusal.badRequest("Disallowed unicode characters present in object name '" + object + "'");
        }
    }
}
