package io.penstock.config;

import java.time.Duration;
import java.util.List;

/**
 * @param eventKey the context-data key that names the event; read by the adapters only
 * @param defaultEvent sanitised
 * @param overflowEvent sanitised
 * @param events opened at start; sanitised, without duplicates
 * @param maxEvents {@link Integer#MAX_VALUE} when unlimited
 * @param idleTimeout {@link Limits#UNLIMITED} when unlimited
 */
public record RoutingConfig(
        String eventKey,
        String defaultEvent,
        String overflowEvent,
        List<String> events,
        int maxEvents,
        Duration idleTimeout) {}
