package io.penstock.upload;

/** Makes the store that the configuration names. Called on an upload thread, before the first file: nothing of an SDK is loaded earlier. */
@FunctionalInterface
public interface StoreOpener {
    /** @throws StoreException what is missing or wrong; asked again later */
    ObjectStore open() throws StoreException;
}
