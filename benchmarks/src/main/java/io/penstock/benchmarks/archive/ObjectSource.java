package io.penstock.benchmarks.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Where uploaded objects can be read. One thread. */
public interface ObjectSource extends AutoCloseable {
    /** What people read in tables: {@code the bucket logs at http://…}. */
    String title();

    /** Every object: key to length in bytes. */
    Map<String, Long> list() throws IOException;

    /** An object's bytes as they are stored. */
    InputStream open(String key) throws IOException;

    /** Removes every object. */
    void clear() throws IOException;

    @Override
    void close();
}
