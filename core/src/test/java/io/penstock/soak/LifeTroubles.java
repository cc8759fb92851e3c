package io.penstock.soak;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;

/** What an application does to its own logging. */
final class LifeTroubles {
    static final List<Trouble> ALL = List.of(
            new Trouble("reconfigure", plan -> true, LifeTroubles::reconfigure),
            new Trouble("close an event", plan -> true, LifeTroubles::closeEvents),
            new Trouble("restart", plan -> true, LifeTroubles::restart),
            new Trouble("interrupt", plan -> true, (scene, random) -> interrupt()),
            new Trouble("throwing listeners", plan -> true, LifeTroubles::listenersThrow),
            new Trouble("other properties", plan -> true, (scene, random) -> replaceProperties()));

    private LifeTroubles() {}

    private static void reconfigure(Scene scene, Random random) throws Exception {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            scene.reconfigure(random);
            scene.pause(random, 200);
        }
    }

    private static void closeEvents(Scene scene, Random random) {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            boolean unused = scene.penstock().close(scene.name(random.nextInt()), Duration.ofSeconds(2));
        }
    }

    private static void restart(Scene scene, Random random) throws Exception {
        scene.restart(random);
    }

    /** As {@code ThreadGroup.interrupt()} does; not those that upload, whose work an interrupt may well end. */
    private static void interrupt() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("penstock-")) {
                thread.interrupt();
            }
        }
    }

    private static void listenersThrow(Scene scene, Random random) {
        Listeners.throwing = true;
        try {
            scene.pause(random, 1_500);
        } finally {
            Listeners.throwing = false;
        }
    }

    /** Without what anybody may have left there. */
    private static void replaceProperties() {
        Properties before = System.getProperties();
        Properties next = new Properties();
        for (String name : before.stringPropertyNames()) {
            if (!name.startsWith("io.penstock") || name.equals("io.penstock.platform")) {
                next.setProperty(name, before.getProperty(name));
            }
        }
        System.setProperties(next);
    }
}
