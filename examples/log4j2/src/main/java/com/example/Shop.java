package com.example;

import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Handles some requests on two threads and logs what it does; the event in the thread context decides the file. */
public final class Shop {
    private static final Logger LOGGER = LogManager.getLogger(Shop.class);

    private Shop() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread till = new Thread(() -> serve("payment", 1000), "till");
        Thread door = new Thread(() -> serve("login", 500), "door");
        till.start();
        door.start();
        till.join();
        door.join();
        LOGGER.info("closing"); // without an event: goes to default.log
    }

    private static void serve(String event, int customers) {
        for (int customer = 1; customer <= customers; customer++) {
            try (var context = CloseableThreadContext.put("event", event)) {
                LOGGER.info("{} of customer {} begins", event, customer);
                LOGGER.info("{} of customer {} done", event, customer);
            }
        }
    }
}
