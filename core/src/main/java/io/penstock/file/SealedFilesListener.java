package io.penstock.file;

/**
 * Told of files that come to {@code sealed/} and go from there. {@code penstock-seal}: must not block. May be told twice, when a step
 * fails after it and is repeated; what is missed here is found by {@link SealedFiles}.
 */
public interface SealedFilesListener {
    /** Cares for nothing. */
    SealedFilesListener NONE = new SealedFilesListener() {
        @Override
        public void sealed(Sealed file) {}

        @Override
        public void recovered() {}

        @Override
        public void removed(String sealedName) {}
    };

    /** A file of this start is sealed. */
    void sealed(Sealed file);

    /** Files of starts before this one have been sealed: there may be {@linkplain SealedFiles#leftovers() leftovers}. */
    void recovered();

    /** Retention has deleted a sealed file. */
    void removed(String sealedName);
}
