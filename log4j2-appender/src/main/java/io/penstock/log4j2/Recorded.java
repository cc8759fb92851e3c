package io.penstock.log4j2;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;

/**
 * Marks where Log4j2 injects the whole element of the configuration, as a {@link RecordedElement}: every attribute as substituted text and every nested element.
 * With an annotation per attribute Log4j2 would convert the values by its own rules, and what it does not know would never reach us.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@PluginVisitorStrategy(ElementRecorder.class)
@interface Recorded {}
