package io.penstock.upload.s3;

import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/** Whether the SDK had to ask more than once; known when the call returns. */
final class Repetitions implements MetricPublisher {
    private volatile boolean any;

    boolean any() {
        return any;
    }

    @Override
    public void publish(MetricCollection metrics) {
        any |= metrics.metricValues(CoreMetric.RETRY_COUNT).stream().anyMatch(count -> count > 0);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
