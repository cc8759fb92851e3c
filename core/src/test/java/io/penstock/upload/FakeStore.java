package io.penstock.upload;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** An object store in memory. What it holds is {@link Objects} and outlives it, as a bucket outlives the process. */
final class FakeStore implements ObjectStore {
    /** A bucket. */
    static final class Objects {
        final ConcurrentMap<String, byte[]> stored = new ConcurrentHashMap<>();
        final List<Parted> unfinished = new CopyOnWriteArrayList<>();
        /** Every object that was ever made, by key: one that is made twice was overwritten. */
        final ConcurrentMap<String, AtomicInteger> made = new ConcurrentHashMap<>();

        private void make(String key, byte[] bytes) throws StoreException {
            if (stored.putIfAbsent(key, bytes) != null) {
                throw new StoreException(StoreException.Kind.EXISTS, key + " is there", null);
            }
            made.computeIfAbsent(key, unused -> new AtomicInteger()).incrementAndGet();
        }
    }

    final Objects objects;
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger begun = new AtomicInteger();
    /** The different arrays that parts have come in. */
    final Set<byte[]> arrays = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private final Calls calls;

    /** What it says of an object. */
    volatile UnaryOperator<StoredObject> report = object -> object;

    volatile boolean wantsMd5;
    volatile int mostParts = 10_000;

    FakeStore(Objects objects, Calls calls) {
        this.objects = objects;
        this.calls = calls;
    }

    @Override
    public String bucket() {
        return "bucket";
    }

    @Override
    public int mostParts() {
        return mostParts;
    }

    @Override
    public boolean wantsMd5() {
        return wantsMd5;
    }

    @Override
    public Optional<StoredObject> find(String key) throws StoreException {
        before("find", key);
        byte[] bytes = objects.stored.get(key);
        after("find", key);
        if (bytes == null) {
            return Optional.empty();
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Optional.of(report.apply(new StoredObject(bytes.length, Fingerprint.base64(crc), null, null)));
    }

    @Override
    public InputStream read(String key) throws StoreException {
        before("read", key);
        byte[] bytes = objects.stored.get(key);
        if (bytes == null) {
            throw new StoreException(StoreException.Kind.TRANSIENT, key + " is gone", null);
        }
        after("read", key);
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void put(String key, Part whole) throws StoreException {
        before("put", key);
        arrays.add(whole.bytes());
        objects.make(key, Arrays.copyOf(whole.bytes(), whole.length()));
        after("put", key);
    }

    @Override
    public PartedUpload begin(String key) throws StoreException {
        before("begin", key);
        begun.incrementAndGet();
        Parted parted = new Parted(key);
        objects.unfinished.add(parted);
        after("begin", key);
        return parted;
    }

    @Override
    public void removeUnfinished(String key) throws StoreException {
        before("removeUnfinished", key);
        objects.unfinished.removeIf(parted -> parted.key.equals(key));
        after("removeUnfinished", key);
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    private void before(String call, String key) throws StoreException {
        try {
            calls.before(call, key);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.TRANSIENT, String.valueOf(e.getMessage()), e);
        }
    }

    private void after(String call, String key) throws StoreException {
        try {
            calls.after(call, key);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.TRANSIENT, String.valueOf(e.getMessage()), e);
        }
    }

    final class Parted implements PartedUpload {
        final String key;
        private final Map<Integer, byte[]> parts = new TreeMap<>();

        Parted(String key) {
            this.key = key;
        }

        @Override
        public void send(Part part) throws StoreException {
            before("send", key + '#' + part.number());
            arrays.add(part.bytes());
            byte[] bytes = Arrays.copyOf(part.bytes(), part.length());
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            if ((int) crc.getValue() != part.crc32c()) {
                throw new StoreException(StoreException.Kind.PERMANENT, "bad digest of part " + part.number(), null);
            }
            synchronized (parts) {
                if (parts.put(part.number(), bytes) != null) {
                    throw new StoreException(StoreException.Kind.PERMANENT, "sent twice: " + part.number(), null);
                }
            }
            after("send", key + '#' + part.number());
        }

        @Override
        public void complete() throws StoreException {
            before("complete", key);
            if (!objects.unfinished.contains(this)) {
                throw new StoreException(StoreException.Kind.TRANSIENT, "no such upload: " + key, null);
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            synchronized (parts) {
                parts.values().forEach(whole::writeBytes);
            }
            objects.make(key, whole.toByteArray());
            objects.unfinished.remove(this);
            after("complete", key);
        }

        @Override
        public void abort() {
            try {
                calls.before("abort", key);
                objects.unfinished.remove(this);
            } catch (IOException e) {
                // removeUnfinished will
            }
        }
    }
}
