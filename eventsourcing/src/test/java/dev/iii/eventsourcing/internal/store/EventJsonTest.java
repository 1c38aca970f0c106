package dev.iii.eventsourcing.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EventJsonTest {

    private record Added(long quantity, String supplier) {}

    private static final EventJson<Added> JSON = new EventJson<>(Events.of(Added.class)
            .name(Added.class, "item-added", 3)
            .upcast("item-added", 1, EventJsonTest::renamed)
            .upcast("item-added", 2, EventJsonTest::withSupplier));

    private static Json renamed(Json json) {
        return Json.object(Map.of("quantity", json.field("count")));
    }

    private static Json withSupplier(Json json) {
        Map<String, Json> fields = new LinkedHashMap<>(json.fields());
        fields.put("supplier", Json.of("unknown"));
        return Json.object(fields);
    }

    private static Entry entry(int count, String events) {
        return new Entry("7.abc", "6.x", 7, count, "c", null, 0, null, null, events, false);
    }

    @Test
    void eventsAreReadAsTheyWereWritten() {
        List<Added> events = List.of(new Added(Long.MAX_VALUE, "\u0000"), new Added(1, ""));
        assertThat(JSON.read("s", entry(2, JSON.write(events))))
                .extracting(Recorded::id, Recorded::number, Recorded::event)
                .containsExactly(tuple("7.abc", 7L, events.get(0)), tuple("8.abc", 8L, events.get(1)));
    }

    @Test
    void anOldEventIsConvertedStepByStep() {
        Recorded<Added> recorded = JSON.read("s", entry(1, "[{\"t\":\"item-added\",\"v\":1,\"d\":{\"count\":4}}]"))
                .get(0);
        assertThat(recorded.event()).isEqualTo(new Added(4, "unknown"));
        assertThat(recorded.name()).isEqualTo(new Events.Name("item-added", 1));
    }

    @Test
    void anUnknownNameOrANewerVersionIsReported() {
        for (String event : List.of("\"t\":\"item-added\",\"v\":4", "\"t\":\"item-gone\",\"v\":1")) {
            assertThatThrownBy(() -> JSON.read("s", entry(1, "[{" + event + ",\"d\":{}}]")))
                    .isInstanceOf(NewerEventException.class)
                    .hasMessageContaining("7.abc");
        }
    }

    @Test
    void anEventThatCannotBeReadIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> JSON.read("s", entry(1, "[{\"t\":\"item-added\",\"v\":3,\"d\":{\"quantity\":4}}]")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "event 7.abc of stream s (item-added, version 3) cannot be read: supplier: missing; expected a"
                                + " string. If its class has changed, increment the version of the event and add an upcaster");
    }

    @Test
    void aRenamedEventIsNotTakenForANewerOne() {
        assertThatThrownBy(() -> JSON.read("s", entry(1, "[{\"t\":\"item-gone\",\"v\":1,\"d\":{}}]")))
                .hasMessageEndingWith("or this program has renamed or removed the event");
        assertThatThrownBy(() -> JSON.read("s", entry(1, "[{\"t\":\"item-added\",\"v\":4,\"d\":{}}]")))
                .hasMessageEndingWith("a newer program has written it");
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake that the test makes
    void anEventThatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> JSON.write(List.of(new Added(1, "x"), new Added(1, null))))
                .hasMessageContaining("supplier: cannot be written as JSON (Added)");
    }

    @Test
    void eachOldVersionNeedsAnUpcasterAndEachUpcasterAnEvent() {
        Events<Added> third = Events.of(Added.class).name(Added.class, "item-added", 3);
        UnaryOperator<Json> same = json -> json;
        assertIncomplete(third.upcast("item-added", 1, same), "no upcaster from version 2");
        assertIncomplete(third.upcast("item-added", 2, same), "no upcaster from version 1");
        Events<Added> complete = third.upcast("item-added", 1, same).upcast("item-added", 2, same);
        assertIncomplete(complete.upcast("item-added", 3, same), "item-added from version 3 is never used");
        assertIncomplete(complete.upcast("item-addded", 1, same), "item-addded from version 1 is never used");
        assertThat(aggregate(complete).name()).isEqualTo("item");
    }

    private static void assertIncomplete(Events<Added> events, String message) {
        assertThatThrownBy(() -> aggregate(events))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Aggregate<Added, Added, Long> aggregate(Events<Added> events) {
        return Aggregate.of(
                "item",
                new Decider<>() {
                    @Override
                    public Long initial() {
                        return 0L;
                    }

                    @Override
                    public Decision<Added> decide(Added command, Long state) {
                        return Decision.accept(command);
                    }

                    @Override
                    public Long evolve(Long state, Added event) {
                        return state + event.quantity();
                    }
                },
                events);
    }

    @Test
    void namesAndVersionsAreChecked() {
        Events<Added> events = Events.of(Added.class).name(Added.class, "item-added", 1);
        assertThatThrownBy(() -> events.name(Added.class, "other", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Events.of(Added.class).name(Added.class, "no spaces", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Events.of(Added.class).name(Added.class, "item-added", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
