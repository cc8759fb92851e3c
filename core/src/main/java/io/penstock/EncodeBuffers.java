package io.penstock;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of {@link EncodeBuffer}s: one for each record being encoded, also when encoding one record logs another on the same thread.
 *
 * <p>A thread looks for a buffer at the slot that its id picks, then at the next few; taking and giving back is one atomic exchange each. A platform thread so
 * meets its own, cache-warm buffer again, a nested call takes the neighbour's, and a million virtual threads share what the slots hold (a ThreadLocal would keep an
 * array for each of them). Where all slots looked at are empty a new buffer is made; where all are taken up the one given back is left to the garbage collector.
 *
 * <p>Guarantees: a buffer has one owner; the pool keeps at most {@code slots × RETAINED_BYTES}. Wait-free. Any thread.
 */
public final class EncodeBuffers<B extends EncodeBuffer> {
    /** A buffer that grew beyond this is not kept: one huge record must not pin its size for ever. */
    static final int RETAINED_BYTES = 64 * 1024;

    /** How far from its own slot a thread looks: deeper nesting than this allocates. */
    static final int PROBES = 4;

    private static final int SLOTS_PER_PROCESSOR = 4;
    private static final int MAX_SLOTS = 256;
    private static final int SLOT_STRIDE = 16; // references: neighbours on one cache line would slow each other down

    private final Supplier<B> maker;
    private final AtomicReferenceArray<@Nullable B> slots;
    private final int mask;

    /** A pool for this machine's processors. */
    public EncodeBuffers(Supplier<B> maker) {
        this(maker, Math.min(MAX_SLOTS, Runtime.getRuntime().availableProcessors() * SLOTS_PER_PROCESSOR));
    }

    EncodeBuffers(Supplier<B> maker, int atLeastSlots) {
        int count = Integer.highestOneBit(Math.max(PROBES, atLeastSlots) * 2 - 1);
        this.maker = maker;
        this.slots = new AtomicReferenceArray<>(count * SLOT_STRIDE);
        this.mask = count - 1;
    }

    /** An empty buffer that nobody else has; to be given back in a {@code finally}. */
    public B take() {
        int home = home();
        for (int probe = 0; probe < PROBES; probe++) {
            int slot = slot(home + probe);
            // the plain look first: an exchange on an empty slot would take the cache line from its owner for nothing
            if (slots.getPlain(slot) != null) {
                B buffer = slots.getAndSet(slot, null);
                if (buffer != null) {
                    buffer.clear();
                    return buffer;
                }
            }
        }
        return maker.get();
    }

    /** Gives a buffer back. The caller must not touch it any more. */
    public void give(B buffer) {
        if (buffer.capacity() > RETAINED_BYTES) {
            return;
        }
        int home = home();
        for (int probe = 0; probe < PROBES; probe++) {
            int slot = slot(home + probe);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, buffer)) {
                return;
            }
        }
    }

    @SuppressWarnings("deprecation")
    private static int home() {
        // threadId() is newer than 17; an overridden getId() costs cache warmth, nothing else
        return (int) Thread.currentThread().getId();
    }

    private int slot(int index) {
        return (index & mask) * SLOT_STRIDE;
    }
}
