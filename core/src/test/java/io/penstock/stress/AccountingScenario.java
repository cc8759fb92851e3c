package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Penstock;
import io.penstock.platform.Platform;
import io.penstock.status.EventStats;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/** Tiny buffers, rotation, exact accounting: for JVMs and disks that are not like this one's. */
final class AccountingScenario {
    private AccountingScenario() {}

    /** Arguments: directory, then {@code setting=value} of the rotation or of {@link Wish}. */
    public static void main(String[] arguments) throws Throwable {
        Setup setup = Setup.in(Path.of(arguments[0])).rotation("size", "1 MB");
        Map<String, String> wishes = new java.util.HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String[] wish = arguments[i].split("=", 2);
            if (Character.isLowerCase(wish[0].charAt(0))) {
                setup = setup.rotation(wish[0], wish[1]);
            } else {
                wishes.put(wish[0], wish[1]);
            }
        }
        String platform = Platform.get().description();
        assertThat(platform).startsWith(wishes.getOrDefault("Platform", ""));

        Told told = new Told();
        if (wishes.containsKey("OnFull")) {
            setup = setup.with("onFull", wishes.get("OnFull"));
        }
        Penstock penstock = setup.open(told);
        int threads = Integer.parseInt(wishes.getOrDefault("Threads", "4"));
        Load load = new Load(threads, "payment", "login", "search");
        if (wishes.containsKey("Virtual")) {
            load.threads = virtualThreads();
        }
        load.run(penstock, Integer.parseInt(wishes.getOrDefault("Records", "20000")));
        assertThat(penstock.close(Duration.ofMinutes(2))).as("%s", told).isTrue();

        EventStats total = penstock.stats().total();
        load.assertCounted(total);
        load.assertLanded(Path.of(arguments[0]));
        if (!wishes.containsKey("OnFull")) {
            assertThat(total.get("accepted")).as("%s", total).isEqualTo(load.attempted());
        }
        if (wishes.containsKey("Counts")) {
            assertThat(total.get(wishes.get("Counts")))
                    .as("%s%n%s", total, told)
                    .isPositive();
        }
        if (wishes.containsKey("Told")) {
            assertThat(told.contains(wishes.get("Told"))).as("%s", told).isTrue();
        }
    }

    /** What {@code Thread.ofVirtual().factory()} is on a JDK that has it. */
    private static ThreadFactory virtualThreads() throws Throwable {
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Object virtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual))
                .invoke();
        return (ThreadFactory) lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
                .invoke(virtual);
    }
}
