package io.penstock.upload;

/**
 * Learns of every archived object, at least once: after a crash again. Found by {@link java.util.ServiceLoader}, so that the logging configuration stays the only one. Called by the thread that
 * uploaded the file, after it is registered and before the local file goes; while it throws, or cannot be made, the file stays and is tried again.
 */
public interface UploadListener {
    void archived(ManifestRecord record) throws Exception;
}
