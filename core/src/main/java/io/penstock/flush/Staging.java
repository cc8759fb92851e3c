package io.penstock.flush;

import io.penstock.buffer.ShardReader;
import io.penstock.buffer.Zeroes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Page-aligned memory where a batch's payloads are packed, at the same distance from a block's start as they will have in the file. Filled by the flush thread, then read by the write thread.
 */
final class Staging {
    private final ByteBuffer memory;
    private int start;
    private int end;
    /** The event that was given this area last. */
    private @Nullable EventFlush holder;

    /** @param memory page-aligned, a multiple of the block size */
    Staging(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The area is given to an event, which may go on holding it when its visit is over. */
    void lend(EventFlush event) {
        holder = event;
    }

    /** Whether a batch in it is merged or being written. */
    boolean isHeld() {
        EventFlush event = holder;
        return event != null && event.holds(this);
    }

    /** Empties it; the next byte will stand at {@code start}. */
    void reset(int start) {
        this.start = start;
        end = start;
    }

    /** Packs the payload at the reader's head. */
    void put(ShardReader reader, int length) {
        reader.copyHead(memory, end, length);
        end += length;
    }

    /** Takes over the last bytes of the batch before. */
    void put(ByteBuffer source, int at, int length) {
        memory.put(end, source, at, length);
        end += length;
    }

    /** {@code length} bytes have been put at {@link #end()} directly. */
    void grow(int length) {
        end += length;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int bytes() {
        return end - start;
    }

    int room() {
        return memory.capacity() - end;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** Zeroes it, for another use. */
    ByteBuffer wipe() {
        Zeroes.fill(memory, memory.capacity());
        return memory;
    }
}
