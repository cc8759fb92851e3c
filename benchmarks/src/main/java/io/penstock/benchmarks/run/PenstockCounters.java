package io.penstock.benchmarks.run;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Penstock's counters as an operator sees them, over JMX. */
public final class PenstockCounters {
    private PenstockCounters() {}

    /** Every number of the MXBeans of this JVM, by name, added up; empty when there is none. */
    public static Map<String, Long> read() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, Long> counters = new TreeMap<>();
        try {
            for (ObjectName name : server.queryNames(new ObjectName("io.penstock:type=EventFile,*"), null)) {
                MBeanAttributeInfo[] attributes = server.getMBeanInfo(name).getAttributes();
                String[] names = new String[attributes.length];
                for (int i = 0; i < names.length; i++) {
                    names[i] = attributes[i].getName();
                }
                for (Attribute attribute : server.getAttributes(name, names).asList()) {
                    if (attribute.getValue() instanceof Number number) {
                        counters.merge(attribute.getName(), number.longValue(), Long::sum);
                    }
                }
            }
            return counters;
        } catch (JMException e) {
            throw new IllegalStateException("io.penstock:type=EventFile", e);
        }
    }
}
