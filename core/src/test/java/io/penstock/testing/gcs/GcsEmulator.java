package io.penstock.testing.gcs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A storage service on a free port of 127.0.0.1. Any thread. Ends with {@link #close}. */
public final class GcsEmulator implements AutoCloseable {
    static {
        // headers and body go out in two writes: without this each answer waits for a delayed acknowledgement, 40 ms
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Buckets buckets = new Buckets();
    private final Faults faults = new Faults();
    private final Routes routes;
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    private GcsEmulator(HttpServer server, @Nullable Path folder) {
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "gcs-emulator");
            thread.setDaemon(true);
            return thread;
        });
        this.routes =
                new Routes(buckets, new Uploads(buckets, folder), endpoint().toString());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Objects in memory. */
    public static GcsEmulator start() {
        return open(null);
    }

    /** Objects in files of this folder, which is not tidied up. */
    public static GcsEmulator start(Path folder) {
        return open(folder);
    }

    private static GcsEmulator open(@Nullable Path folder) {
        try {
            var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
            return new GcsEmulator(HttpServer.create(address, 0), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a slash at its end. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What shall go wrong. */
    public Faults faults() {
        return faults;
    }

    /** Does nothing if it is there. */
    public GcsEmulator createBucket(String name) {
        buckets.create(name);
        return this;
    }

    /** Whether a retention policy of years holds for the bucket: nothing in it is deleted or overwritten. */
    public void retain(String name, boolean retainsAll) {
        bucket(name).retain(retainsAll);
    }

    /** Names of all objects, temporary ones too, sorted. */
    public List<String> names(String bucket) {
        return bucket(bucket).list("", "", Integer.MAX_VALUE).stream()
                .map(Blob::name)
                .toList();
    }

    /** An object's bytes. */
    public byte[] bytes(String bucket, String object) {
        return blob(bucket, object).content().toByteArray();
    }

    /** An object's resource, as the service would describe it. */
    public JsonObject resource(String bucket, String object) {
        return blob(bucket, object).resource();
    }

    /** Method and target of every request so far, those in batches too, in the order of their arrival. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        faults.clear();
        server.stop(0);
        threads.shutdownNow();
    }

    private Bucket bucket(String name) {
        try {
            return buckets.get(name);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(name, refusal);
        }
    }

    private Blob blob(String bucket, String object) {
        return bucket(bucket).find(object).orElseThrow(() -> new IllegalArgumentException(object));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            Call call = Call.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody());
            Reply reply = answer(call);
            // an unread rest would break the connection before the answer is read
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), reply.bytes() == 0 ? -1 : reply.bytes());
            try (InputStream body = reply.body();
                    OutputStream out = exchange.getResponseBody()) {
                copy(body, out, reply.bytes());
            }
        }
    }

    private Reply answer(Call call) throws IOException {
        requests.add(call.method() + " " + call.target());
        Optional<Faults.Rule> fault = faults.strike(call);
        if (fault.isEmpty()) {
            return serve(call);
        }
        return switch (fault.get().kind()) {
            case REFUSE ->
                new Refusal(
                                fault.get().status(),
                                "told",
                                "told to answer " + fault.get().status())
                        .reply();
            case RESET -> throw new IOException("told to break the connection");
            case LOSE_ANSWER -> {
                serve(call);
                throw new IOException("told to lose the answer");
            }
            case STALL -> stall(call);
            case FLIP_BIT -> serve(call.withBody(new FlippedBit(call.body())));
            case KEEP_SOURCES -> {
                call.headers().put(Objects.KEEP_SOURCES, "true");
                yield serve(call);
            }
            case WRONG_CHECKSUM -> wrongChecksum(serve(call));
        };
    }

    private Reply serve(Call call) throws IOException {
        try {
            return routes.answer(call, this::answer);
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private Reply stall(Call call) throws IOException {
        try {
            faults.stall();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("stalled: " + call.target());
    }

    private static Reply wrongChecksum(Reply reply) {
        JsonObject resource = JsonParser.parseReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        resource.addProperty("crc32c", "AAAAAA==");
        return Reply.json(reply.status(), resource);
    }

    private static void copy(InputStream from, OutputStream to, long bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = bytes;
        while (left > 0) {
            int read = from.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    /** Flips the lowest bit of byte 1500, behind the metadata of an upload in one request. */
    private static final class FlippedBit extends FilterInputStream {
        private static final int WHERE = 1500;
        private long at;

        private FlippedBit(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            return b >= 0 && at++ == WHERE ? b ^ 1 : b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0 && at <= WHERE && WHERE < at + read) {
                bytes[offset + (int) (WHERE - at)] ^= 1;
            }
            at += Math.max(0, read);
            return read;
        }
    }
}
