package dev.iii.eventsourcing.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    void namesAndVersionsAreChecked() {
        Events<Added> events = Events.of(Added.class).name(Added.class, "item-added", 1);
        assertThatThrownBy(() -> events.name(Added.class, "other", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Events.of(Added.class).name(Added.class, "no spaces", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Events.of(Added.class).name(Added.class, "item-added", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
