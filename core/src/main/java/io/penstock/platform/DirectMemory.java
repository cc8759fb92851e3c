package io.penstock.platform;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** How much direct memory the JVM would still give, as its own management beans tell. Any thread. */
final class DirectMemory {
    private DirectMemory() {}

    /** Bytes below {@code -XX:MaxDirectMemorySize}; {@link Long#MAX_VALUE} where it cannot be told. */
    static long leftBytes() {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                return Math.max(0, limitBytes() - pool.getTotalCapacity());
            }
        }
        return Long.MAX_VALUE;
    }

    private static long limitBytes() {
        try {
            HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            long set = jvm == null
                    ? -1
                    : Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
            return set == 0 ? Runtime.getRuntime().maxMemory() : set < 0 ? Long.MAX_VALUE : set;
        } catch (Throwable unknownOption) {
            return Long.MAX_VALUE;
        }
    }
}
