package io.penstock.upload;

import java.io.InputStream;
import java.util.Optional;

/**
 * A place for objects, without a word of any vendor's. Any thread; several at once. A store writes no object that is there already, as far as its conditions reach; it retries only
 * what costs less than starting a file again, and tells what is left as {@link StoreException}.
 */
public interface ObjectStore extends AutoCloseable {
    /** What the manifest calls {@code bucket}: the bucket's name, or the directory. */
    String bucket();

    /** The most parts that one object can have. */
    int mostParts();

    /** Whether parts are verified by their MD5, so that it must be computed. */
    boolean wantsMd5();

    /** The object of this key, as the store describes it; empty when there is none. */
    Optional<StoredObject> find(String key) throws StoreException;

    /** The object's bytes, for a store that reports no checksum. */
    InputStream read(String key) throws StoreException;

    /**
     * Stores an object of one part. Durable, as the store means it, on return.
     *
     * @throws StoreException {@link StoreException.Kind#EXISTS} when an object is there; nothing is changed then
     */
    void put(String key, Part whole) throws StoreException;

    /** Begins an object of several parts; nothing is visible under the key before {@link PartedUpload#complete}. */
    PartedUpload begin(String key) throws StoreException;

    /** Removes what unfinished uploads to exactly this key have left: parts, chunks, temporary files; never an object. */
    void removeUnfinished(String key) throws StoreException;

    /** Ends its connections; requests under way fail. */
    @Override
    void close();
}
