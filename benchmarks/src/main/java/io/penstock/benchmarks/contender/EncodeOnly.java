package io.penstock.benchmarks.contender;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;

/** Encodes and throws the bytes away, each thread into a buffer of its own: the ceiling of any appender under the same layout. */
@Plugin(name = "EncodeOnly", category = "Core", elementType = "appender")
public final class EncodeOnly extends AbstractAppender {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ThreadLocal<Nowhere> nowhere = ThreadLocal.withInitial(Nowhere::new);

    private EncodeOnly(Builder builder) {
        super(builder.getName(), builder.getFilter(), builder.getOrCreateLayout(), true, builder.getPropertyArray());
    }

    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    @Override
    public void append(LogEvent event) {
        getLayout().encode(event, nowhere.get());
    }

    /** What Log4j2 builds the appender with. */
    public static final class Builder extends AbstractAppender.Builder<Builder>
            implements org.apache.logging.log4j.core.util.Builder<EncodeOnly> {
        @Override
        public EncodeOnly build() {
            return new EncodeOnly(this);
        }
    }

    private static final class Nowhere implements ByteBufferDestination {
        static final LongAdder BYTES = new LongAdder();

        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public ByteBuffer drain(ByteBuffer full) {
            BYTES.add(full.position());
            return full.clear();
        }

        @Override
        public void writeBytes(ByteBuffer data) {
            BYTES.add(data.remaining());
        }

        @Override
        public void writeBytes(byte[] data, int offset, int length) {
            BYTES.add(length);
        }
    }
}
