package io.penstock.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which objects of some files have a line in the manifest already, written by those before us. Read when first asked, which most never are. Any thread. */
final class Registered {
    private final Path manifest;
    private final Set<String> sealedNames;
    private @Nullable Set<String> identities;

    Registered(Path manifest, Set<String> sealedNames) {
        this.manifest = manifest;
        this.sealedNames = Set.copyOf(sealedNames);
    }

    synchronized boolean has(ManifestRecord archived) throws IOException {
        Set<String> known = identities;
        if (known == null) {
            known = Manifest.identitiesOf(sealedNames, manifest);
            identities = known;
        }
        return known.contains(Manifest.identity(archived.bucket(), archived.key()));
    }
}
