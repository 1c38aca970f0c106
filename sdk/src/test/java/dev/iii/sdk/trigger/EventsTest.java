package dev.iii.sdk.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.InputTypes;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamPath;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The payloads are those that a real engine was seen to send. */
class EventsTest {

    record Item(String sku, int n) {}

    private static final String ITEM = "{\"sku\":\"A\",\"n\":1}";
    private static final Item A = new Item("A", 1);
    private static final Instant TIME = Instant.ofEpochMilli(1795415000000L);

    private static <T> T read(InputType<T> type, String payload) {
        return InputTypes.readBack(type, payload);
    }

    private static String streamEvent(String id, String event) {
        return "{\"type\":\"stream\",\"timestamp\":1795415000000,\"streamName\":\"s\",\"groupId\":\"g\",\"id\":" + id
                + ",\"event\":" + event + "}";
    }

    @Test
    void aWriteToTheState() {
        String payload = "{\"type\":\"state\",\"event_type\":\"state:created\",\"scope\":\"s\",\"key\":\"k\","
                + "\"old_value\":null,\"new_value\":" + ITEM + "}";
        StateEvent<Item> event = read(StateEvent.of(Item.class), payload);
        assertThat(event)
                .isEqualTo(new StateEvent<>(StateEvent.Kind.CREATED, "s", "k", Optional.empty(), Optional.of(A)));
        assertThat(read(StateEvent.of(new TypeRef<Map<String, Object>>() {}), payload)
                        .newValue()
                        .orElseThrow())
                .containsEntry("sku", "A");
        assertThat(read(InputType.of(new TypeRef<StateEvent<Item>>() {}), payload))
                .isEqualTo(event);
    }

    @Test
    void anEventWithoutATypeOfItsOwnHasJson() {
        StateEvent<?> event = read(
                InputType.of(StateEvent.class),
                "{\"event_type\":\"state:deleted\",\"scope\":\"s\",\"key\":\"k\",\"old_value\":{\"n\":1},\"new_value\":null}");
        assertThat(event.kind()).isEqualTo(StateEvent.Kind.DELETED);
        assertThat(event.oldValue()).isEqualTo(Optional.of(Json.parse("{\"n\":1}")));
        assertThat(event.newValue()).isEmpty();
    }

    @Test
    void aValueThatDoesNotFitNamesItsPlace() {
        assertThatThrownBy(
                        () -> read(
                                StateEvent.of(Item.class),
                                "{\"event_type\":\"state:created\",\"scope\":\"s\",\"key\":\"k\",\"new_value\":{\"sku\":\"A\",\"n\":\"many\"}}"))
                .isInstanceOfSatisfying(InvalidPayloadException.class, e -> {
                    assertThat(e.path()).isEqualTo("new_value.n");
                    assertThat(e.getMessage()).startsWith("new_value.n: ").doesNotContain("new_value.n: n: ");
                });
        assertThatThrownBy(() -> read(StateEvent.of(Item.class), "{\"scope\":\"s\",\"key\":\"k\"}"))
                .hasMessage("event_type: missing; expected a string");
        assertThatThrownBy(() -> read(StateEvent.of(Item.class), "[]"))
                .hasMessage("expected the event of a state trigger, an object");
        assertThatThrownBy(() -> read(
                        StateEvent.of(Item.class), "{\"event_type\":\"state:moved\",\"scope\":\"s\",\"key\":\"k\"}"))
                .hasMessage("event_type: unknown kind 'state:moved'; expected one of state:created, state:updated,"
                        + " state:deleted");
    }

    /** A worker checks these types when it registers a function. */
    @Test
    void theTypeOfTheValuesIsKnown() {
        TypeRef<List<Item>> items = new TypeRef<>() {};
        assertThat(List.of(
                        StateEvent.of(Item.class),
                        StreamEvent.of(Item.class),
                        ConfigurationEvent.of(Item.class),
                        InputType.of(new TypeRef<StateEvent<Item>>() {}),
                        InputType.of(new TypeRef<StreamEvent<Item>>() {}),
                        InputType.readBy(json -> json).withValueType(TypeRef.of(Item.class))))
                .allSatisfy(type -> assertThat(type.valueType()).contains(Item.class))
                .allSatisfy(type -> assertThat(type.type()).isEmpty());
        assertThat(List.of(StateEvent.of(items), StreamEvent.of(items), ConfigurationEvent.of(items)))
                .allSatisfy(type -> assertThat(type.valueType()).contains(items.type()));
        assertThat(InputType.of(Item.class).valueType()).isEmpty();
    }

    @Test
    void whatHappensInAStream() {
        InputType<StreamEvent<Item>> type = StreamEvent.of(Item.class);
        StreamPath item = new StreamPath("s", "g", Optional.of("i"));
        StreamPath group = new StreamPath("s", "g", Optional.empty());
        assertThat(read(type, streamEvent("\"i\"", "{\"type\":\"create\",\"data\":" + ITEM + "}")))
                .isEqualTo(new StreamEvent.Created<>(item, TIME, A));
        assertThat(read(type, streamEvent("\"i\"", "{\"type\":\"update\",\"data\":" + ITEM + "}")))
                .isEqualTo(new StreamEvent.Updated<>(item, TIME, A));
        assertThat(read(type, streamEvent("\"i\"", "{\"type\":\"delete\",\"data\":" + ITEM + "}")))
                .isEqualTo(new StreamEvent.Deleted<>(item, TIME, A));
        assertThat(read(
                        type,
                        streamEvent("null", "{\"type\":\"event\",\"event\":{\"type\":\"custom\",\"data\":{\"c\":1}}}")))
                .isEqualTo(new StreamEvent.Custom<Item>(group, TIME, "custom", Json.parse("{\"c\":1}")));
        assertThat(read(type, streamEvent("null", "{\"type\":\"sync\",\"data\":[" + ITEM + "]}")))
                .isEqualTo(new StreamEvent.Synced<>(group, TIME, List.of(A)));
        assertThat(read(type, streamEvent("\"i\"", "{\"type\":\"sync\",\"data\":" + ITEM + "}")))
                .isEqualTo(new StreamEvent.Synced<>(item, TIME, List.of(A)));
        assertThat(read(type, streamEvent("\"i\"", "{\"type\":\"sync\",\"data\":null}")))
                .isEqualTo(new StreamEvent.Synced<Item>(item, TIME, List.of()));
        assertThat(read(type, streamEvent("\"i\"", "{\"type\":\"unauthorized\"}")))
                .isEqualTo(new StreamEvent.Unauthorized<Item>(item, TIME));
        assertThat(read(
                        InputType.of(new TypeRef<StreamEvent<Item>>() {}),
                        streamEvent("\"i\"", "{\"type\":\"create\",\"data\":" + ITEM + "}")))
                .isEqualTo(new StreamEvent.Created<>(item, TIME, A));
        assertThatThrownBy(() -> read(type, streamEvent("\"i\"", "{\"type\":\"create\",\"data\":{\"n\":\"x\"}}")))
                .hasMessageStartingWith("event.data.n: ");
        assertThatThrownBy(() -> read(type, streamEvent("\"i\"", "{\"type\":\"explode\"}")))
                .hasMessageStartingWith("event.type: ");
    }

    /** The values inside an event are written by the codec of the worker. */
    @Test
    void theCodecOfTheWorkerWritesTheValuesOfAnEvent() {
        JsonCodec codec = new JsonCodec() {
            @Override
            public byte[] write(@Nullable Object value) {
                return "\"written\"".getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public Object read(byte[] bytes, int offset, int length, Type type) {
                throw new IllegalStateException("nothing is read");
            }
        };
        JsonConvertible state = new StateEvent<>(StateEvent.Kind.UPDATED, "s", "k", Optional.of(A), Optional.of(A));
        assertThat(state.toJson(codec).field("new_value").text()).isEqualTo("\"written\"");
        assertThat(state.toJson().field("new_value").text()).isEqualTo(ITEM);
        JsonConvertible created = new StreamEvent.Created<>(new StreamPath("s", "g", Optional.empty()), TIME, A);
        assertThat(created.toJson(codec).field("event").field("data").text()).isEqualTo("\"written\"");
    }

    @Test
    void aTickOfTheClock() {
        assertThat(read(
                        InputType.of(CronEvent.class),
                        "{\"trigger\":\"cron\",\"job_id\":\"t1\",\"scheduled_time\":\"2026-11-23T06:33:00+00:00\","
                                + "\"actual_time\":\"2026-11-23T06:33:00.001+00:00\"}"))
                .isEqualTo(new CronEvent(
                        "t1", Instant.parse("2026-11-23T06:33:00Z"), Instant.parse("2026-11-23T06:33:00.001Z")));
        assertThatThrownBy(() -> read(
                        InputType.of(CronEvent.class),
                        "{\"job_id\":\"t1\",\"scheduled_time\":\"soon\",\"actual_time\":\"now\"}"))
                .hasMessage("scheduled_time: expected a time with an offset (RFC 3339), was 'soon'");
    }

    @Test
    void aConsumerThatComesAndGoes() {
        String payload = "{\"context\":{\"user\":1},\"group_id\":\"g\",\"id\":\"x\",\"stream_name\":\"s\","
                + "\"subscription_id\":\"sub2\"}";
        StreamPath path = new StreamPath("s", "g", Optional.of("x"));
        assertThat(read(InputType.of(StreamJoinEvent.class), payload))
                .isEqualTo(new StreamJoinEvent("sub2", path, Optional.of(Json.parse("{\"user\":1}"))));
        assertThat(
                        read(
                                InputType.of(StreamLeaveEvent.class),
                                "{\"context\":null,\"group_id\":\"g\",\"id\":null,\"stream_name\":\"s\",\"subscription_id\":\"sub1\"}"))
                .isEqualTo(new StreamLeaveEvent("sub1", new StreamPath("s", "g", Optional.empty()), Optional.empty()));
        assertThat(StreamJoinDecision.REFUSE.toJson().text()).isEqualTo("{\"unauthorized\":true}");
        assertThat(StreamJoinDecision.ALLOW.toJson().text()).isEqualTo("{\"unauthorized\":false}");
    }

    @Test
    void aConfigurationThatChanges() {
        ConfigurationEvent<Map<String, Integer>> event = read(
                ConfigurationEvent.of(new TypeRef<Map<String, Integer>>() {}),
                "{\"description\":\"d\",\"event_type\":\"configuration:updated\",\"id\":\"c\",\"name\":\"n\","
                        + "\"new_value\":{\"a\":2},\"old_value\":{\"a\":1},\"schema\":{\"type\":\"object\"},"
                        + "\"type\":\"configuration\"}");
        assertThat(event)
                .isEqualTo(new ConfigurationEvent<>(
                        ConfigurationEvent.Kind.UPDATED,
                        "c",
                        "n",
                        "d",
                        Json.parse("{\"type\":\"object\"}"),
                        Optional.of(Map.of("a", 1)),
                        Optional.of(Map.of("a", 2))));
    }

    @Test
    void aLineOfTheLog() {
        LogEvent line = read(
                InputType.of(LogEvent.class),
                "{\"timestamp_unix_nano\":1795415000000000001,\"observed_timestamp_unix_nano\":\"1795415000000000002\","
                        + "\"severity_number\":13,\"severity_text\":\"WARN\",\"body\":\"b\",\"attributes\":{\"n\":3},"
                        + "\"trace_id\":\"t\",\"span_id\":null,\"resource\":{\"service.name\":\"svc\"},"
                        + "\"service_name\":\"svc\",\"instrumentation_scope_name\":\"scope\"}");
        assertThat(line)
                .isEqualTo(new LogEvent(
                        TIME.plusNanos(1),
                        TIME.plusNanos(2),
                        13,
                        "WARN",
                        "b",
                        Map.of("n", Json.parse("3")),
                        Optional.of("t"),
                        Optional.empty(),
                        "svc",
                        Map.of("service.name", "svc")));
    }

    @Test
    void tracesFunctionsAndWorkers() {
        assertThat(read(InputType.of(TraceEvent.class), "{\"trace_ids\":[\"a\",\"b\"]}"))
                .isEqualTo(new TraceEvent(List.of("a", "b")));
        FunctionsAvailableEvent functions = read(
                InputType.of(FunctionsAvailableEvent.class),
                "{\"event\":\"functions_changed\",\"functions\":[{\"function_id\":\"f\",\"description\":\"d\","
                        + "\"namespace\":\"default\",\"worker_name\":\"w\"}]}");
        assertThat(functions.functions()).hasSize(1);
        assertThat(functions.functions().get(0).description()).contains("d");
        assertThat(read(
                        InputType.of(WorkersAvailableEvent.class),
                        "{\"event\":\"worker_metadata_updated\",\"worker_id\":\"w1\"}"))
                .isEqualTo(new WorkersAvailableEvent(WorkersAvailableEvent.Kind.METADATA_UPDATED, "w1"));
    }
}
