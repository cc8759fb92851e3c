package io.penstock.upload.gcs;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageOptions;
import io.penstock.config.GcsConfig;
import io.penstock.upload.ObjectStore;
import io.penstock.upload.Part;
import io.penstock.upload.PartedUpload;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import io.penstock.upload.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A bucket of Google Cloud Storage. Any thread. */
final class GcsStore implements ObjectStore {
    private static final int READ_BYTES = 256 << 10;

    private final GcsConfig config;
    private final Connections connections;
    private final Storage storage;
    private final Requests requests;
    private final GcsBucket bucket;
    private final Chunks chunks;

    private GcsStore(GcsConfig config, Connections connections, Storage storage) {
        this.config = config;
        this.connections = connections;
        this.storage = storage;
        this.requests = new Requests(config.bucket(), connections);
        this.bucket = new GcsBucket(config, storage, requests);
        this.chunks = new Chunks(bucket);
    }

    /** Asks the service for nothing yet; with credentials it looks for them, which may take a request to the machine's metadata. */
    static GcsStore connect(GcsConfig config, RequestLimits limits) throws StoreException {
        Connections connections = new Connections(limits.request());
        HttpStorageOptions.Builder options = StorageOptions.http()
                .setCredentials(credentials(config.endpoint()))
                .setRetrySettings(retries(limits))
                .setTransportOptions(transport(config, limits, connections));
        if (config.endpoint() != null) {
            options.setHost(config.endpoint().toString().replaceAll("/+$", ""));
        }
        if (config.project() != null) {
            options.setProjectId(config.project());
        } else if (plain(config.endpoint())) {
            // else the client asks the machine's metadata for one
            options.setProjectId("none");
        }
        return new GcsStore(config, connections, options.build().getService());
    }

    @Override
    public String bucket() {
        return config.bucket();
    }

    @Override
    public int mostParts() {
        return GcsBucket.MOST_SOURCES * GcsBucket.MOST_SOURCES * GcsBucket.MOST_SOURCES;
    }

    @Override
    public boolean wantsMd5() {
        return false;
    }

    @Override
    public Optional<StoredObject> find(String key) throws StoreException {
        return bucket.get(key).map(blob -> new StoredObject(blob.getSize(), blob.getCrc32c(), null, null));
    }

    @Override
    public InputStream read(String key) throws StoreException {
        Blob blob = bucket.get(key)
                .orElseThrow(() -> new StoreException(
                        Kind.PERMANENT, "read gs://" + config.bucket() + "/" + key + ": no such object", null));
        // this very generation, as it is stored
        BlobId id = BlobId.of(config.bucket(), key, blob.getGeneration());
        ReadChannel channel = storage.reader(id, BlobSourceOption.shouldReturnRawInputStream(true));
        channel.setChunkSize(READ_BYTES);
        return Channels.newInputStream(channel);
    }

    @Override
    public void put(String key, Part whole) throws StoreException {
        bucket.create("put", key, whole);
    }

    @Override
    public PartedUpload begin(String key) {
        return new GcsUpload(bucket, chunks, key);
    }

    @Override
    public void removeUnfinished(String key) throws StoreException {
        chunks.remove(ChunkNames.ofKey(key), List.of());
    }

    @Override
    public void close() {
        connections.close();
    }

    private static Credentials credentials(@Nullable URI endpoint) throws StoreException {
        if (plain(endpoint)) {
            return NoCredentials.getInstance();
        }
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException none) {
            throw new StoreException(Kind.PERMANENT, "gcsUpload: " + none.getMessage(), none);
        }
    }

    private static boolean plain(@Nullable URI endpoint) {
        return endpoint != null && "http".equalsIgnoreCase(endpoint.getScheme());
    }

    private static RetrySettings retries(RequestLimits limits) {
        return RetrySettings.newBuilder()
                .setMaxAttempts(limits.attempts())
                .setInitialRetryDelayDuration(limits.firstDelay())
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(limits.firstDelay().multipliedBy(8))
                .setTotalTimeoutDuration(limits.request().multipliedBy(2))
                .build();
    }

    private static HttpTransportOptions transport(GcsConfig config, RequestLimits limits, Connections connections) {
        HttpTransportOptions.Builder options = HttpTransportOptions.newBuilder()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setReadTimeout((int) limits.silence().toMillis())
                .setHttpTransportFactory(() -> new NetHttpTransport.Builder()
                        .setConnectionFactory(connections)
                        .setSslSocketConfigurator(GcsStore::letBreakOff)
                        .build());
        return config.kmsKeyName() == null ? options.build() : new KeyedTransport(options, config.kmsKeyName());
    }

    /** Without it, closing a TLS socket waits for a writer that is stuck in it. */
    private static void letBreakOff(SSLSocket socket) {
        try {
            socket.setSoLinger(true, 1);
        } catch (SocketException unconnected) {
            // then the system's time-out has to do
        }
    }
}
