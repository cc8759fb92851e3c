package io.penstock.upload.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;

/**
 * Names the KMS key in compositions too. The client (2.75.0) takes the option for them and does not send it: composed objects would be encrypted with the bucket's default key
 * instead.
 */
final class KeyedTransport extends HttpTransportOptions {
    private static final long serialVersionUID = 1L;

    private final String kmsKeyName;

    KeyedTransport(HttpTransportOptions.Builder options, String kmsKeyName) {
        super(options);
        this.kmsKeyName = kmsKeyName;
    }

    @Override
    public HttpRequestInitializer getHttpRequestInitializer(ServiceOptions<?, ?> options) {
        HttpRequestInitializer client = super.getHttpRequestInitializer(options);
        return request -> {
            client.initialize(request);
            if (isComposition(request)) {
                request.getUrl().set("kmsKeyName", kmsKeyName);
            }
        };
    }

    private static boolean isComposition(HttpRequest request) {
        return request.getUrl() != null && request.getUrl().getRawPath().endsWith("/compose");
    }
}
