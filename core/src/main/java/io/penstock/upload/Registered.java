package io.penstock.upload;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which objects of some files have a line in the manifest already, written by those before us. Read when first asked, which most never are. Any thread. */
final class Registered {
    private final SealedQueue queue;
    private final Set<String> sealedNames;
    private @Nullable Set<String> identities;

    Registered(SealedQueue queue, Set<String> sealedNames) {
        this.queue = queue;
        this.sealedNames = Set.copyOf(sealedNames);
    }

    synchronized boolean has(ManifestRecord archived) throws IOException {
        Set<String> known = identities;
        if (known == null) {
            known = Manifest.identitiesOf(sealedNames, queue);
            identities = known;
        }
        return known.contains(Manifest.identity(archived.bucket(), archived.key()));
    }
}
