package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Json;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationRefusedException;
import dev.iii.sdk.Standing;
import dev.iii.sdk.Worker;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.stream.StreamStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls the six functions as the engine does. */
class CustomStreamTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String name = unique("stream");

    private static final class InMemory implements StreamStore {

        private final Map<String, Json> items = new ConcurrentHashMap<>();

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
            return new StateChange(
                    Json.NULL, operations, List.of(new StateChange.Failure(0, "increment.not_number", "no number")));
        }

        @Override
        public List<Json> list(String group) {
            return List.copyOf(items.values());
        }

        @Override
        public List<String> listGroups() {
            return List.of("g");
        }
    }

    private Json call(Worker worker, String operation, Map<String, Object> input) {
        return worker.trigger("stream::" + operation + "(" + name + ")", input);
    }

    @Test
    void allSixFunctionsAnswerInTheShapesThatTheEngineReads() {
        Worker worker = engine.worker();
        Registration stream = worker.streams().register(name, new InMemory()).awaitConfirmed(PATIENCE);
        assertThat(stream.standing()).isEqualTo(Standing.ACTIVE);
        assertThat(stream.refusal()).isEmpty();
        Map<String, Object> at = Map.of("stream_name", name, "group_id", "g", "item_id", "i");
        assertThat(call(worker, "get", at).isNull()).isTrue();
        assertThat(call(worker, "set", Map.of("stream_name", name, "group_id", "g", "item_id", "i", "data", 1))
                        .text())
                .isEqualTo("{\"old_value\":null,\"new_value\":1}");
        assertThat(call(worker, "get", at).text()).isEqualTo("1");
        assertThat(call(worker, "list", Map.of("stream_name", name, "group_id", "g"))
                        .text())
                .isEqualTo("[1]");
        assertThat(call(worker, "list_groups", Map.of("stream_name", name)).text())
                .isEqualTo("[\"g\"]");
        assertThat(call(worker, "update", Map.of("group_id", "g", "item_id", "i", "ops", List.of()))
                        .text())
                .isEqualTo("{\"old_value\":null,\"new_value\":[],\"errors\":[{\"op_index\":0,"
                        + "\"code\":\"increment.not_number\",\"message\":\"no number\"}]}");
        assertThat(call(worker, "delete", at).text()).isEqualTo("{\"old_value\":1}");
        assertThat(call(worker, "delete", at).text()).isEqualTo("{\"old_value\":null}");
        stream.unregister();
        assertThat(stream.standing()).isEqualTo(Standing.ENDED);
    }

    @Test
    void aStreamThatAnotherWorkerHasIsRefused() {
        Worker first = engine.worker();
        first.streams().register(name, new InMemory()).awaitConfirmed(PATIENCE);
        Registration second = engine.worker().streams().register(name, new InMemory());
        assertThatThrownBy(() -> second.awaitConfirmed(PATIENCE)).isInstanceOf(RegistrationRefusedException.class);
        assertThat(second.standing()).isEqualTo(Standing.REFUSED);
        assertThat(second.refusal()).isPresent();
    }

    @Test
    void aWorkerInANamespaceOfItsOwnCannotHaveOne() {
        Worker worker = engine.worker(Engine.options().namespace(unique("ns")).build());
        assertThatThrownBy(() -> worker.streams().register(name, new InMemory()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a custom stream must live in the namespace default");
        assertThatThrownBy(() -> worker.streams().register(" ", new InMemory())).hasMessage("stream name is blank");
    }
}
