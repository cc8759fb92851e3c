package com.example;

import java.util.Map;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.StringMapMessage;

/** Serves customers on two threads and logs their payments and logins, each record a set of fields. */
final class Shop {
    static final int PAYMENTS = 5000;
    static final int LOGINS = 3000;

    private static final Logger LOGGER = LogManager.getLogger(Shop.class);

    private Shop() {}

    /** Returns how many records it logged, by event. */
    static Map<String, Long> serve() throws InterruptedException {
        Thread till = new Thread(Shop::takePayments, "till");
        Thread door = new Thread(Shop::letIn, "door");
        till.start();
        door.start();
        till.join();
        door.join();
        return Map.of("payment", (long) PAYMENTS, "login", (long) LOGINS);
    }

    private static void takePayments() {
        try (var context = CloseableThreadContext.put("event", "payment")) {
            for (int customer = 1; customer <= PAYMENTS; customer++) {
                LOGGER.info(new StringMapMessage()
                        .with("customer", customer)
                        .with("cents", 100 + customer * 37 % 9900)
                        .with("millis", millis(customer)));
            }
        }
    }

    /** Every thousandth card is hard to read. */
    private static int millis(int customer) {
        return customer % 1000 == 0 ? 1000 + customer : 20 + customer * 31 % 180;
    }

    private static void letIn() {
        try (var context = CloseableThreadContext.put("event", "login")) {
            for (int customer = 1; customer <= LOGINS; customer++) {
                LOGGER.info(new StringMapMessage().with("customer", customer).with("known", customer % 3 != 0));
            }
        }
    }
}
