package io.penstock;

import io.penstock.status.EventFileMXBean;
import io.penstock.status.EventStats;
import io.penstock.status.StatusListener;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Shows a pipeline's statistics as an MXBean. */
final class StatsBean implements EventFileMXBean {
    /** No lock is held while the MBean server, which is foreign, is called: that one admits a name once. */
    private static final ConcurrentMap<ObjectName, StatsBean> SHOWN = new ConcurrentHashMap<>();

    private final Penstock penstock;
    private final Object context;
    private final String appender;
    private final ObjectName name;

    private StatsBean(Penstock penstock, Lease.Request request, ObjectName name) {
        this.penstock = penstock;
        context = request.context();
        appender = request.appender();
        this.name = name;
    }

    /** Null, with a note to the operator, where the name is taken or management is not to be had. */
    static @Nullable StatsBean register(Penstock penstock, Lease.Request request, StatusListener status) {
        try {
            String context = request.contextName();
            boolean plain = !context.isEmpty() && context.chars().noneMatch(c -> ",=:\"*?\n".indexOf(c) >= 0);
            ObjectName name = new ObjectName("io.penstock:type=EventFile,context="
                    + (plain ? context : ObjectName.quote(context)) + ",name=" + ObjectName.quote(request.appender()));
            StatsBean bean = new StatsBean(penstock, request, name);
            StatsBean before = SHOWN.get(name);
            // the appender has moved to another directory: its old pipeline closes when the framework stops it
            if (before != null && before.context == request.context()) {
                before.unregister(status);
            }
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            SHOWN.put(name, bean);
            return bean;
        } catch (Throwable e) {
            status.info("no MXBean for appender \"" + request.appender() + "\": " + e);
            return null;
        }
    }

    /** Whether it bears this appender's name. */
    boolean isOf(String appenderNow) {
        return appender.equals(appenderNow);
    }

    /** Nothing when another one is shown in its place by now. */
    void unregister(StatusListener status) {
        if (!SHOWN.remove(name, this)) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (Throwable e) {
            status.info("the MXBean " + name + " was gone already: " + e);
        }
    }

    private long total(String counter) {
        return penstock.stats().total().get(counter);
    }

    @Override
    public Map<String, Map<String, Long>> getEvents() {
        Map<String, Map<String, Long>> events = new TreeMap<>();
        for (Map.Entry<String, EventStats> event : penstock.stats().events().entrySet()) {
            events.put(event.getKey(), event.getValue().values());
        }
        return events;
    }

    @Override
    public long getAccepted() {
        return total("accepted");
    }

    @Override
    public long getBytes() {
        return total("bytes");
    }

    @Override
    public long getRefusedClosed() {
        return total("refusedClosed");
    }

    @Override
    public long getRefusedInvalid() {
        return total("refusedInvalid");
    }

    @Override
    public long getDroppedFull() {
        return total("droppedFull");
    }

    @Override
    public long getDroppedTimeout() {
        return total("droppedTimeout");
    }

    @Override
    public long getDroppedDiscarded() {
        return total("droppedDiscarded");
    }

    @Override
    public long getDroppedOversize() {
        return total("droppedOversize");
    }

    @Override
    public long getLostTorn() {
        return total("lostTorn");
    }

    @Override
    public long getLostRetention() {
        return total("lostRetention");
    }

    @Override
    public long getLostWrite() {
        return total("lostWrite");
    }

    @Override
    public long getLostRemoved() {
        return total("lostRemoved");
    }

    @Override
    public long getOverflowed() {
        return total("overflowed");
    }

    @Override
    public long getOwnRecords() {
        return total("ownRecords");
    }

    @Override
    public long getBlocked() {
        return total("blocked");
    }

    @Override
    public long getBlockedNanos() {
        return total("blockedNanos");
    }

    @Override
    public long getBlockedNanosMax() {
        return total("blockedNanosMax");
    }

    @Override
    public long getFlushes() {
        return total("flushes");
    }

    @Override
    public long getFlushErrors() {
        return total("flushErrors");
    }

    @Override
    public long getFlushNanosAverage() {
        return total("flushNanosAverage");
    }

    @Override
    public long getFlushNanosMax() {
        return total("flushNanosMax");
    }

    @Override
    public long getWriteNanosAverage() {
        return total("writeNanosAverage");
    }

    @Override
    public long getWriteNanosMax() {
        return total("writeNanosMax");
    }

    @Override
    public long getWaitNanosAverage() {
        return total("waitNanosAverage");
    }

    @Override
    public long getWaitNanosMax() {
        return total("waitNanosMax");
    }

    @Override
    public long getRotations() {
        return total("rotations");
    }

    @Override
    public long getSealedFiles() {
        return total("sealedFiles");
    }

    @Override
    public long getOvershootBytes() {
        return total("overshootBytes");
    }

    @Override
    public long getMemoryBytes() {
        return total("memoryBytes");
    }

    @Override
    public long getLiveEvents() {
        return total("liveEvents");
    }

    @Override
    public long getShards() {
        return total("shards");
    }

    @Override
    public long getWaitingFiles() {
        return total("waitingFiles");
    }

    @Override
    public long getWaitingBytes() {
        return total("waitingBytes");
    }

    @Override
    public long getOldestWaitingSeconds() {
        return total("oldestWaitingSeconds");
    }

    @Override
    public long getInFlight() {
        return total("inFlight");
    }

    @Override
    public long getUploaded() {
        return total("uploaded");
    }

    @Override
    public long getUploadedBytes() {
        return total("uploadedBytes");
    }

    @Override
    public long getUploadNanosAverage() {
        return total("uploadNanosAverage");
    }

    @Override
    public long getUploadNanosMax() {
        return total("uploadNanosMax");
    }

    @Override
    public long getUploadRetries() {
        return total("uploadRetries");
    }

    @Override
    public long getUploadFailures() {
        return total("uploadFailures");
    }
}
