package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamClient;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamStore;
import dev.iii.sdk.trigger.StreamTrigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls the six functions as the engine does, and lets the engine call them. */
class CustomStreamTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    record Line(String sku, int quantity) {}

    private final String name = unique("stream");
    private final String function = unique("fn");

    private static StreamEvent<Line> next(BlockingQueue<StreamEvent<Line>> events) throws InterruptedException {
        return Engine.notNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static final class InMemory implements StreamStore {

        private final Map<String, Map<String, Json>> groups = new ConcurrentSkipListMap<>();

        private Map<String, Json> group(String group) {
            return groups.computeIfAbsent(group, name -> new ConcurrentSkipListMap<>());
        }

        @Override
        public Optional<Json> get(String group, String item) {
            return Optional.ofNullable(group(group).get(item));
        }

        @Override
        public StateChange set(String group, String item, Json data) {
            Json old = group(group).put(item, data);
            return new StateChange(old == null ? Json.NULL : old, data);
        }

        @Override
        public Optional<Json> delete(String group, String item) {
            return Optional.ofNullable(group(group).remove(item));
        }

        @Override
        public StateChange update(String group, String item, Json operations) {
            StateChange change = StateUpdate.apply(get(group, item), operations);
            group(group).put(item, change.newValue());
            return change;
        }

        @Override
        public List<Json> list(String group) {
            return List.copyOf(group(group).values());
        }

        @Override
        public List<String> listGroups() {
            return List.copyOf(groups.keySet());
        }
    }

    private Json call(Worker worker, String operation, Map<String, Object> input) {
        return worker.trigger("stream::" + operation + "(" + name + ")", input);
    }

    private StateChange change(String operation, Map<String, Object> input, Worker worker) {
        return StateChange.of(call(worker, operation, input));
    }

    @Test
    void allSixFunctionsAnswerInTheShapesThatTheEngineReads() {
        Worker worker = engine.worker();
        Registration stream = worker.registerStream(name, new InMemory()).awaitConfirmed(PATIENCE);
        assertThat(stream.status()).isEqualTo(RegistrationStatus.ACTIVE);
        assertThat(stream.refusal()).isEmpty();
        Map<String, Object> at = Map.of("stream_name", name, "group_id", "g", "item_id", "i");
        assertThat(call(worker, "get", at).isNull()).isTrue();
        assertThat(change("set", Map.of("stream_name", name, "group_id", "g", "item_id", "i", "data", 1), worker))
                .isEqualTo(new StateChange(Json.NULL, Json.of(1)));
        assertThat(call(worker, "get", at).text()).isEqualTo("1");
        assertThat(call(worker, "list", Map.of("stream_name", name, "group_id", "g"))
                        .text())
                .isEqualTo("[1]");
        assertThat(call(worker, "list_groups", Map.of("stream_name", name)).text())
                .isEqualTo("[\"g\"]");
        List<Object> operations = List.of(Map.of("type", "append", "path", "", "value", "x"));
        StateChange change = change("update", Map.of("group_id", "g", "item_id", "i", "ops", operations), worker);
        assertThat(change.newValue().text()).isEqualTo("1");
        assertThat(change.errors()).extracting(UpdateException.Failure::code).containsExactly("append.type_mismatch");
        assertThat(call(worker, "delete", at).text()).isEqualTo("{\"old_value\":1}");
        assertThat(call(worker, "delete", at).text()).isEqualTo("{\"old_value\":null}");
        stream.unregister();
        assertThat(stream.status()).isEqualTo(RegistrationStatus.ENDED);
    }

    @Test
    void whatOthersDoWithTheStreamReachesTheStore() throws Exception {
        InMemory store = new InMemory();
        engine.worker().registerStream(name, store).awaitConfirmed(PATIENCE);
        StreamClient streams = engine.worker().streams();
        assertThat(streams.get(name, "g", "i", Line.class)).isEmpty();
        assertThat(streams.set(name, "g", "i", new Line("A", 1)).oldValue().isNull())
                .isTrue();
        assertThat(store.get("g", "i").orElseThrow().as(Line.class)).isEqualTo(new Line("A", 1));
        StateChange change = streams.update(
                name, "g", "i", StateUpdate.create().increment("quantity", 2).increment("sku", 1));
        assertThat(change.oldValue(Line.class)).contains(new Line("A", 1));
        assertThat(change.newValue(Line.class)).contains(new Line("A", 3));
        assertThat(change.errors())
                .containsExactly(new UpdateException.Failure(
                        1, "increment.not_number", "Expected number at path 'sku', got string."));
        assertThat(streams.get(name, "g", "i", Line.class)).contains(new Line("A", 3));
        assertThat(streams.list(name, "g", Line.class)).containsExactly(new Line("A", 3));
        assertThat(streams.listGroups(name)).containsExactly("g");
        assertThat(streams.delete(name, "g", "i").orElseThrow().as(Line.class)).isEqualTo(new Line("A", 3));
        assertThat(streams.delete(name, "g", "i")).isEmpty();
        assertThat(store.list("g")).isEmpty();
    }

    @Test
    void consumersAndTriggersOfACustomStreamSeeItsEvents() throws Exception {
        engine.worker().registerStream(name, new InMemory()).awaitConfirmed(PATIENCE);
        Worker worker = engine.worker();
        BlockingQueue<StreamEvent<Line>> triggered = new LinkedBlockingQueue<>();
        worker.registerFunction(function, StreamEvent.of(Line.class), (event, call) -> triggered.add(event));
        worker.registerTrigger(StreamTrigger.stream(name), function).awaitConfirmed(PATIENCE);
        worker.streams().set(name, "g", "i", new Line("A", 1));
        assertThat(next(triggered)).isInstanceOf(StreamEvent.Created.class);
        BlockingQueue<StreamEvent<Line>> consumed = new LinkedBlockingQueue<>();
        try (StreamConsumer consumer = Iii.connectStreams(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name("test-consumer").build())) {
            consumer.join(name, "g", Line.class, consumed::add).joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(((StreamEvent.Synced<Line>) next(consumed)).items()).containsExactly(new Line("A", 1));
            worker.streams().update(name, "g", "i", StateUpdate.create().increment("quantity", 1));
            assertThat(((StreamEvent.Updated<Line>) next(consumed)).item()).isEqualTo(new Line("A", 2));
            worker.streams().delete(name, "g", "i");
            assertThat(((StreamEvent.Deleted<Line>) next(consumed)).item()).isEqualTo(new Line("A", 2));
        }
        assertThat(((StreamEvent.Updated<Line>) next(triggered)).item()).isEqualTo(new Line("A", 2));
        assertThat(((StreamEvent.Deleted<Line>) next(triggered)).item()).isEqualTo(new Line("A", 2));
    }

    @Test
    void aStreamThatAnotherWorkerHasIsRefused() {
        Worker first = engine.worker();
        first.registerStream(name, new InMemory()).awaitConfirmed(PATIENCE);
        Registration second = engine.worker().registerStream(name, new InMemory());
        assertThatThrownBy(() -> second.awaitConfirmed(PATIENCE)).isInstanceOf(RegistrationRefusedException.class);
        assertThat(second.status()).isEqualTo(RegistrationStatus.REFUSED);
        assertThat(second.refusal()).isPresent();
    }

    @Test
    void aWorkerInANamespaceOfItsOwnCannotHaveOne() {
        Worker worker = engine.worker(Engine.options().namespace(unique("ns")).build());
        assertThatThrownBy(() -> worker.registerStream(name, new InMemory()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a custom stream must be in the namespace default");
        assertThatThrownBy(() -> worker.registerStream(" ", new InMemory())).hasMessage("stream name is blank");
    }
}
