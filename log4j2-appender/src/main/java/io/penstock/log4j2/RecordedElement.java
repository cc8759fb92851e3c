package io.penstock.log4j2;

import io.penstock.config.Problem;
import io.penstock.config.RawElement;
import java.util.List;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;

/**
 * One element of the logging configuration as it was written, its own children included.
 *
 * @param element the settings, for core
 * @param layouts the layouts nested in it, as Log4j2 built them
 * @param filters the filters nested in it
 * @param problems what is wrong already before any value is parsed, that of the children included
 */
record RecordedElement(RawElement element, List<Layout<?>> layouts, List<Filter> filters, List<Problem> problems) {
    RecordedElement {
        layouts = List.copyOf(layouts);
        filters = List.copyOf(filters);
        problems = List.copyOf(problems);
    }

    /** The element's name only: Log4j2 prints its plugins at debug level, and a setting may be a secret. */
    @Override
    public String toString() {
        return element.name();
    }
}
