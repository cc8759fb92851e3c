package io.penstock.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.PenstockConfig;
import io.penstock.config.RawElement;
import io.penstock.config.RoutingConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From routing values to live events. */
class RouterTest {
    private record Event(String name, int opened) {}

    private final List<Event> opened = new ArrayList<>();
    private final Set<String> withoutMemory = new HashSet<>();
    private final Router<Event> router = new Router<>(config(2), this::open);

    private static RoutingConfig config(int maxEvents) {
        return PenstockConfig.parse(RawElement.appender("EventFile")
                        .with("directory", "unused")
                        .with("maxEvents", String.valueOf(maxEvents)))
                .config()
                .orElseThrow()
                .routing();
    }

    private Event open(String name) {
        if (withoutMemory.contains(name)) {
            return null;
        }
        Event event = new Event(name, opened.size());
        opened.add(event);
        return event;
    }

    private Event target(String value) {
        return router.route(value).target();
    }

    @Test
    void valuesThatAreEqualAfterSanitisingShareAnEvent() {
        assertThat(target("payment/order")).isSameAs(target("payment_order")).isSameAs(target("payment:order"));
        assertThat(opened).hasSize(1);
    }

    /** I13: default and overflow event are not counted, and are always to be had. */
    @Test
    void whatIsOneEventTooManyOverflows() {
        target("a");
        target("default");
        target("b");

        Route<Event> third = router.route("c");
        assertThat(third.overflowed()).isTrue();
        assertThat(third.target().name()).isEqualTo("overflow");
        assertThat(router.route("overflow").overflowed()).isFalse();
        assertThat(router.route("a").overflowed()).isFalse();
        assertThat(router.names()).containsExactly("a", "b", "default", "overflow");
    }

    @Test
    void anEventWithoutMemoryOverflowsAndWithoutOverflowThereIsNoRoute() {
        withoutMemory.add("a");
        assertThat(router.route("a").overflowed()).isTrue();

        withoutMemory.addAll(Set.of("b", "overflow"));
        router.forget("overflow", target("overflow"));
        assertThat(router.route("b")).isNull();
    }

    @Test
    void aClosedEventIsOpenedAnewAndMakesRoomForOneThatOverflowed() {
        Route<Event> first = router.route("a");
        target("b");
        assertThat(router.route("c").overflowed()).isTrue();

        router.forget("a", first.target());
        assertThat(router.route("c").overflowed()).isFalse();
        assertThat(router.reroute("a", first).overflowed()).isTrue();
        assertThat(router.isLive("a")).isFalse();
    }

    @Test
    void forgettingAnEarlierEventLeavesTheOneThatTookItsName() {
        Route<Event> first = router.route("a");
        router.forget("a", first.target());
        Event second = router.reroute("a", first).target();
        router.forget("a", first.target());

        assertThat(second).isNotSameAs(first.target());
        assertThat(router.isLive("a", second)).isTrue();
        assertThat(router.isLive("a", first.target())).isFalse();
        assertThat(target("a")).isSameAs(second);
    }

    /** I13: ten thousand values are looked up afresh rather than remembered; they come to the same events. */
    @Test
    void valuesBeyondTheCacheStillFindTheirEvents() {
        Event event = target("x_");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3 * Router.MAX_CACHED; i++) {
                assertThat(target("x" + Character.toString(0x4e00 + i))).isSameAs(event);
            }
        }
        assertThat(opened).hasSize(1);
    }

    @Test
    void aClosedRouterOpensNothingAndPeekingOpensNothing() {
        assertThat(router.peek("a")).isEmpty();
        Event event = target("a");
        router.close();

        assertThat(target("a")).isSameAs(event);
        assertThat(router.peek("a")).contains(event);
        assertThat(router.route("b")).isNull();
    }

    @Test
    void otherBoundsHoldFromTheNextValueOn() {
        target("a");
        target("b");
        assertThat(router.route("c").overflowed()).isTrue();
        router.reconfigure(config(3));

        assertThat(router.route("c").overflowed()).isFalse();
    }
}
