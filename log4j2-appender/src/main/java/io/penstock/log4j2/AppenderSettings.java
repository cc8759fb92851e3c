package io.penstock.log4j2;

import io.penstock.Lease;
import io.penstock.config.PenstockConfig;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.jspecify.annotations.Nullable;

/**
 * All that an appender is made of, checked.
 *
 * @param request who will lease the pipeline
 * @param config for core
 */
record AppenderSettings(
        Lease.Request request,
        PenstockConfig config,
        Layout<?> layout,
        @Nullable Filter filter,
        boolean ignoreExceptions) {
    String name() {
        return request.appender();
    }

    /**
     * These settings for an appender that takes over after a wrong edit. The layout is the one that went with them; the filter the new one, if there is one, since
     * Log4j2 stops the old with its appender.
     */
    AppenderSettings resumed(Lease.Request newRequest, PenstockConfig lastGood, @Nullable Filter newFilter) {
        return new AppenderSettings(
                newRequest, lastGood, layout, newFilter == null ? filter : newFilter, ignoreExceptions);
    }
}
