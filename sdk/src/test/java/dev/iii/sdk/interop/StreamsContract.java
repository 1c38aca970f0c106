package dev.iii.sdk.interop;

import static dev.iii.sdk.interop.Interop.PATIENCE;
import static dev.iii.sdk.interop.Interop.next;
import static dev.iii.sdk.interop.Interop.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamStore;
import dev.iii.sdk.trigger.StreamTrigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Streams, and custom streams that one side keeps and the other one uses. */
interface StreamsContract {

    record Line(String sku, int quantity) {}

    /** Keeps items in memory. */
    record InMemory(Map<String, Json> items) implements StreamStore {

        @Override
        public Optional<Json> get(String group, String item) {
            return Optional.ofNullable(items.get(group + "/" + item));
        }

        @Override
        public StateChange set(String group, String item, Json data) {
            Json old = items.put(group + "/" + item, data);
            return new StateChange(old == null ? Json.NULL : old, data);
        }

        @Override
        public Optional<Json> delete(String group, String item) {
            return Optional.ofNullable(items.remove(group + "/" + item));
        }

        @Override
        public StateChange update(String group, String item, Json operations) {
            return new StateChange(Json.NULL, operations);
        }

        @Override
        public List<Json> list(String group) {
            return List.copyOf(items.values());
        }

        @Override
        public List<String> listGroups() {
            return List.of("u");
        }
    }

    Interop interop();

    private Json peerCalls(String operation, String stream, Map<String, Object> more) {
        Map<String, Object> input = new ConcurrentHashMap<>(more);
        input.put("stream_name", stream);
        input.put("group_id", "u");
        Json outcome = interop().peerCalls("stream::" + operation, input);
        assertThat(outcome.fields()).doesNotContainKey("error");
        return outcome.field("result");
    }

    /** What the client was called with by a stream trigger. */
    private static @Nullable Line change(BlockingQueue<Json> seen, String type) throws InterruptedException {
        Json event = next(seen).field("event").field("event");
        assertThat(event.field("type").as(String.class)).isEqualTo(type);
        return event.field("data").as(Line.class);
    }

    /** What the client hears of a stream from now on. */
    private BlockingQueue<Json> clientListens(String stream) throws Exception {
        BlockingQueue<Json> heard = interop().listen(stream + "-client");
        interop()
                .ask(
                        "on",
                        Map.of(
                                "type",
                                "stream",
                                "config",
                                StreamTrigger.stream(stream).config(),
                                "to",
                                stream + "-client"));
        return heard;
    }

    @Test
    default void bothSidesSeeWhatEitherWrites() throws Exception {
        String stream = unique("carts");
        Worker worker = interop().java();
        BlockingQueue<Json> client = clientListens(stream);
        BlockingQueue<StreamEvent<Line>> java = new LinkedBlockingQueue<>();
        BlockingQueue<StreamEvent<Line>> consumed = new LinkedBlockingQueue<>();
        worker.registerFunction(stream + "-java", StreamEvent.of(Line.class), (event, call) -> java.add(event))
                .awaitConfirmed(PATIENCE);
        Registration trigger = worker.registerTrigger(StreamTrigger.stream(stream), stream + "-java")
                .awaitConfirmed(PATIENCE);
        try (StreamConsumer consumer = Iii.connectStreams(
                interop().streamUrl(),
                StreamConsumerOptions.builder().name("interop-consumer").build())) {
            consumer.join(stream, "u", Line.class, consumed::add).joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next(consumed)).isInstanceOf(StreamEvent.Synced.class);
            peerCalls("set", stream, Map.of("item_id", "a", "data", new Line("A", 1)));
            for (BlockingQueue<StreamEvent<Line>> seen : List.of(java, consumed)) {
                assertThat(((StreamEvent.Created<Line>) next(seen)).item()).isEqualTo(new Line("A", 1));
            }
            assertThat(change(client, "create")).isEqualTo(new Line("A", 1));
            worker.streams().set(stream, "u", "a", new Line("A", 2));
            for (BlockingQueue<StreamEvent<Line>> seen : List.of(java, consumed)) {
                assertThat(((StreamEvent.Updated<Line>) next(seen)).item()).isEqualTo(new Line("A", 2));
            }
            assertThat(change(client, "update")).isEqualTo(new Line("A", 2));
        }
        trigger.unregister();
    }

    @Test
    default void javaUsesACustomStreamOfTheClient() throws Exception {
        String stream = unique("custom");
        interop().ask("create-stream", Map.of("name", stream));
        Worker worker = interop().java();
        BlockingQueue<StreamEvent<Line>> seen = new LinkedBlockingQueue<>();
        worker.registerFunction(stream + "-java", StreamEvent.of(Line.class), (event, call) -> seen.add(event))
                .awaitConfirmed(PATIENCE);
        worker.registerTrigger(StreamTrigger.stream(stream), stream + "-java").awaitConfirmed(PATIENCE);
        assertThat(worker.streams().get(stream, "u", "a", Line.class)).isEmpty();
        assertThat(worker.streams()
                        .set(stream, "u", "a", new Line("A", 1))
                        .oldValue()
                        .isNull())
                .isTrue();
        assertThat(((StreamEvent.Created<Line>) next(seen)).item()).isEqualTo(new Line("A", 1));
        assertThat(worker.streams().set(stream, "u", "a", new Line("A", 2)).oldValue(Line.class))
                .contains(new Line("A", 1));
        assertThat(worker.streams().get(stream, "u", "a", Line.class)).contains(new Line("A", 2));
        assertThat(worker.streams().list(stream, "u", Line.class)).containsExactly(new Line("A", 2));
        assertThat(worker.streams().listGroups(stream)).containsExactly("u");
        assertThat(worker.streams().delete(stream, "u", "a").orElseThrow().as(Line.class))
                .isEqualTo(new Line("A", 2));
        assertThat(worker.streams().get(stream, "u", "a", Line.class)).isEmpty();
    }

    @Test
    default void theClientUsesACustomStreamOfJava() throws Exception {
        String stream = unique("custom");
        Map<String, Json> items = new ConcurrentHashMap<>();
        interop().java().registerStream(stream, new InMemory(items)).awaitConfirmed(PATIENCE);
        BlockingQueue<Json> seen = clientListens(stream);
        Map<String, Object> at = Map.of("item_id", "a");
        assertThat(peerCalls("get", stream, at).isNull()).isTrue();
        peerCalls("set", stream, Map.of("item_id", "a", "data", new Line("A", 1)));
        assertThat(items).containsOnlyKeys("u/a");
        assertThat(change(seen, "create")).isEqualTo(new Line("A", 1));
        assertThat(peerCalls("get", stream, at).as(Line.class)).isEqualTo(new Line("A", 1));
        assertThat(peerCalls("list", stream, Map.of()).elements()).hasSize(1);
        assertThat(peerCalls("list_groups", stream, Map.of()).text()).contains("\"u\"");
        assertThat(peerCalls("delete", stream, at).field("old_value").as(Line.class))
                .isEqualTo(new Line("A", 1));
        assertThat(items).isEmpty();
    }
}
