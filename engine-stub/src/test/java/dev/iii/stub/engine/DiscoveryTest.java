package dev.iii.stub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Tests the lists and descriptions of the current registrations. */
class DiscoveryTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TestEngine test =
            new TestEngine(new EngineFunctionsWorker(new EngineFacts("1.2.3", Set.of("iii-engine-functions"))));
    private final TestPeer worker = test.worker("worker");

    private JsonNode asks(String function, String data) {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of(function, RawJson.parse(data)), outcomes::add);
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Value.class);
        return MAPPER.readTree(((Outcome.Value) outcomes.get(0)).json().text());
    }

    private List<String> ids(String function, String data, String list, String member) {
        List<String> ids = new ArrayList<>();
        asks(function, data).get(list).forEach(row -> ids.add(row.get(member).stringValue()));
        return ids;
    }

    private List<String> functions(String data) {
        return ids("engine::functions::list", data, "functions", "function_id");
    }

    private static void registers(TestPeer peer, String id, String more) {
        peer.says("{\"type\":\"registerfunction\",\"id\":\"" + id + "\"" + more + "}");
    }

    @Test
    void listedFunctionsAreFiltered() {
        registers(worker, "b::two", ",\"description\":\"Reads the Ledger\"");
        registers(worker, "a::one", ",\"metadata\":{\"internal\":true}");
        registers(worker, "engine::queue::own", "");
        registers(worker, "engine::own", "");
        registers(test.worker("other"), "c::three", ",\"metadata\":{\"internal\":\"yes\"}");
        registers(test.connect(), "d::four", "");
        test.clock.advance(Duration.ofSeconds(5));
        assertThat(functions("{}")).containsExactly("b::two", "c::three", "d::four", "engine::queue::own");
        assertThat(functions("{\"include_internal\":true,\"worker\":\"worker\"}"))
                .containsExactly("a::one", "b::two", "engine::own", "engine::queue::own");
        assertThat(functions("{\"worker\":\"worker\",\"workers\":[\"other\"],\"prefix\":\"c\"}"))
                .containsExactly("c::three");
        assertThat(functions("{\"workers\":[]}")).hasSize(4);
        assertThat(functions("{\"search\":\"LEDGER\"}")).containsExactly("b::two");
        // A worker without a name is identified by the first segment of its function ids.
        assertThat(functions("{\"worker\":\"d\"}")).containsExactly("d::four");
    }

    @Test
    void matchesInTheIdAreListedFirst() {
        registers(worker, "a::x", ",\"description\":\"about state\"");
        registers(worker, "b::mystate", "");
        registers(worker, "z::State", "");
        registers(worker, "state::get", "");
        assertThat(functions("{\"search\":\"state\"}")).containsExactly("state::get", "z::State", "b::mystate", "a::x");
    }

    @Test
    void functionIsFoundInItsNamespaceOrTheOnlyOne() {
        registers(test.worker("w1", "n1"), "f", "");
        registers(test.worker("w2", "n2"), "f", "");
        registers(test.worker("w3", "n3"), "g", "");
        worker.fails(
                "engine::functions::info",
                "{\"function_id\":\"f\"}",
                "NOT_FOUND",
                "Function 'f' is ambiguous: it is registered in namespace(s): n1, n2. Pass `namespace` to select one.");
        worker.fails(
                "engine::functions::info",
                "{\"function_id\":\"g\",\"namespace\":\"default\"}",
                "NOT_FOUND",
                "Function 'g' is ambiguous: it is registered in namespace(s): n3. Pass `namespace` to select one.");
        assertThat(asks("engine::functions::info", "{\"function_id\":\"f\",\"namespace\":\"n2\"}")
                        .get("worker_name")
                        .stringValue())
                .isEqualTo("w2");
        assertThat(asks("engine::functions::info", "{\"function_id\":\"g\"}")
                        .get("namespace")
                        .stringValue())
                .isEqualTo("n3");
        registers(worker, "f", "");
        assertThat(asks("engine::functions::info", "{\"function_id\":\"f\"}")
                        .get("namespace")
                        .stringValue())
                .isEqualTo("default");
        assertThat(asks("engine::functions::info", "{\"function_ids\":[\"f\",\"x\",\"f\"]}")
                        .get("functions"))
                .hasSize(2);
    }

    @Test
    void functionsInfoRefusesInvalidInput() {
        String function = "engine::functions::info";
        worker.fails(
                function,
                "{\"function_id\":\"a\",\"function_ids\":[\"b\"]}",
                "INVALID_ARGUMENTS",
                "pass either `function_id` or `function_ids`, not both");
        worker.fails(
                function,
                "{\"function_ids\":[]}",
                "INVALID_ARGUMENTS",
                "`function_ids` must be a non-empty array of function ids");
        StringBuilder ids = new StringBuilder("\"0\"");
        for (int i = 1; i <= 32; i++) {
            ids.append(",\"").append(i).append('"');
        }
        worker.fails(
                function, "{\"function_ids\":[" + ids + "]}", "INVALID_ARGUMENTS", "too many function_ids (max 32)");
        worker.fails(
                function,
                "{\"function_id\":5}",
                "deserialization_error",
                "Failed to deserialize input for engine::functions::info: invalid type: integer `5`, expected a string");
    }

    @Test
    void sessionSeesOnlyFunctionsThatItMayCall() {
        registers(worker, "secret", "");
        registers(worker, "open", "");
        TestPeer guest = test.connect(new Access() {
            @Override
            public boolean allows(RegisteredFunction function) {
                return function.id().equals("open");
            }
        });
        guest.gets(
                "engine::functions::list",
                "{}",
                "{\"functions\":[{\"function_id\":\"open\",\"namespace\":\"default\",\"worker_name\":\"worker\"}]}");
        guest.fails(
                "engine::functions::info",
                "{\"function_id\":\"secret\"}",
                "FORBIDDEN",
                "Function 'secret' is not visible to this session.");
        guest.gets(
                "engine::functions::info",
                "{\"function_ids\":[\"secret\",\"none\"]}",
                "{\"functions\":[{\"function_id\":\"secret\",\"error\":\"forbidden\"},"
                        + "{\"function_id\":\"none\",\"error\":\"not_found\"}]}");
    }

    @Test
    void workersAreListedIfTheyHaveAProcessId() {
        TestPeer process = test.connect();
        test.engine.announce(
                process.worker(), new Announcement("process", null, "java", "1", "text", "linux", 7L, "docker", null));
        assertThat(ids("engine::workers::list", "{}", "workers", "name"))
                .containsExactly("iii-engine-functions", "process");
        assertThat(ids("engine::workers::list", "{\"runtime\":\"java\"}", "workers", "name"))
                .containsExactly("process");
        assertThat(ids("engine::workers::list", "{\"status\":\"available\"}", "workers", "name"))
                .containsExactly("iii-engine-functions");
        assertThat(ids("engine::workers::list", "{\"search\":\"PROC\"}", "workers", "name"))
                .containsExactly("process");
    }

    @Test
    void workerIsDescribedWithAllItsRegistrations() {
        registers(worker, "f", "");
        worker.says(
                "{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"engine::workers-available\","
                        + "\"function_id\":\"f\",\"config\":{\"b\":1,\"a\":{\"d\":1,\"c\":2}}}",
                "{\"type\":\"registertrigger\",\"id\":\"u\",\"trigger_type\":\"engine::workers-available\","
                        + "\"function_id\":\"missing::f\",\"config\":{}}");
        JsonNode info = asks("engine::workers::info", "{\"name\":\"worker\"}");
        assertThat(info.at("/worker/id").stringValue()).isEqualTo(worker.id());
        assertThat(info.at("/worker/pid").isMissingNode()).isTrue();
        assertThat(info.at("/functions/0/function_id").stringValue()).isEqualTo("f");
        assertThat(info.at("/trigger_types/0/id").stringValue()).isEqualTo("tt");
        assertThat(info.at("/registered_triggers")).hasSize(1);
        assertThat(info.at("/registered_triggers/0/config_summary").stringValue())
                .isEqualTo("{\"a\":{\"c\":2,\"d\":1},\"b\":1}");
        JsonNode engine = asks("engine::workers::info", "{\"name\":\"iii-engine-functions\"}");
        assertThat(engine.at("/worker/internal").booleanValue()).isTrue();
        assertThat(engine.at("/worker/function_count").intValue()).isPositive();
        assertThat(engine.at("/worker/version").stringValue()).isEqualTo("1.2.3");
        assertThat(ids("engine::registered-triggers::list", "{\"worker\":\"missing\"}", "registered_triggers", "id"))
                .containsExactly("u");
    }

    @Test
    void workersWithTheSameNameAreDistinguishedByTheirNamespaces() {
        TestPeer one = test.worker("twin", "n1");
        registers(one, "f", "");
        TestPeer two = test.worker("twin", "n2");
        registers(two, "f", "");
        worker.fails(
                "engine::workers::info",
                "{\"name\":\"worker\",\"namespace\":\"n1\"}",
                "NOT_FOUND",
                "Worker 'worker' is not connected in the requested namespace; it is connected in namespace(s): default.");
        assertThat(asks("engine::workers::info", "{\"name\":\"twin\",\"namespace\":\"n2\"}")
                        .at("/worker/id")
                        .stringValue())
                .isEqualTo(two.id());
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of("engine::workers::info", RawJson.parse("{\"name\":\"twin\"}")), outcomes::add);
        assertThat(((Outcome.Failure) outcomes.get(0)).error().message())
                .startsWith("Worker 'twin' is ambiguous: it is connected in namespace(s): n");
        two.leaves();
        assertThat(asks("engine::workers::info", "{\"name\":\"twin\"}")
                        .at("/functions/0/namespace")
                        .stringValue())
                .isEqualTo("n1");
    }

    @Test
    void triggerTypesAndTriggersAreFiltered() {
        worker.says(
                "{\"type\":\"registertriggertype\",\"id\":\"my::tt\",\"description\":\"Fires at Dawn\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t2\",\"trigger_type\":\"my::tt\",\"function_id\":\"f\",\"config\":{}}",
                "{\"type\":\"registertrigger\",\"id\":\"t1\",\"trigger_type\":\"engine::workers-available\","
                        + "\"function_id\":\"engine::x\",\"config\":\"" + "ü".repeat(90) + "\"}");
        String types = "engine::triggers::list";
        assertThat(ids(types, "{}", "triggers", "id")).containsExactly("my::tt");
        assertThat(ids(types, "{\"include_internal\":true,\"worker\":\"engine\"}", "triggers", "id"))
                .containsExactly("engine::functions-available", "engine::workers-available");
        assertThat(ids(types, "{\"search\":\"dawn\"}", "triggers", "id")).containsExactly("my::tt");
        assertThat(ids(types, "{\"prefix\":\"your\"}", "triggers", "id")).isEmpty();
        String triggers = "engine::registered-triggers::list";
        assertThat(ids(triggers, "{}", "registered_triggers", "id")).containsExactly("t2");
        assertThat(ids(triggers, "{\"include_internal\":true}", "registered_triggers", "id"))
                .containsExactly("t1", "t2");
        assertThat(ids(triggers, "{\"trigger_type\":\"my::tt\",\"function_id\":\"f\"}", "registered_triggers", "id"))
                .containsExactly("t2");
        JsonNode summary = asks(triggers, "{\"include_internal\":true,\"search\":\"T1\"}")
                .at("/registered_triggers/0/config_summary");
        assertThat(summary.stringValue()).isEqualTo("\"" + "ü".repeat(79) + "…");
        JsonNode detail = asks("engine::registered-triggers::info", "{\"id\":\"t2\"}");
        assertThat(detail.get("function").isNull()).isTrue();
        assertThat(detail.at("/trigger/worker_name").stringValue()).isEqualTo("worker");
        assertThat(detail.has("metadata")).isFalse();
    }

    @Test
    void triggerIsDescribedWithTheTypeOfItsNamespace() {
        TestPeer provider = test.worker("provider", "n");
        provider.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"there\"}");
        worker.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"here\"}");
        provider.says(
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"tt\",\"function_id\":\"f\",\"config\":{}}");
        assertThat(asks("engine::registered-triggers::info", "{\"id\":\"t\"}")
                        .at("/trigger/description")
                        .stringValue())
                .isEqualTo("there");
        assertThat(asks("engine::triggers::info", "{\"id\":\"tt\"}")
                        .get("description")
                        .stringValue())
                .isEqualTo("here");
        worker.fails(
                "engine::triggers::info",
                "{\"id\":\"tt\",\"namespace\":\"m\"}",
                "NOT_FOUND",
                "Trigger type 'tt' is not registered in namespace 'm'.");
    }

    @Test
    void functionsAvailableFiresWhenTheSetOfFunctionsHasChanged() {
        registers(worker, "f", "");
        worker.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"engine::functions-available\","
                + "\"function_id\":\"f\",\"config\":{},\"metadata\":7}");
        test.clock.advance(Duration.ofSeconds(5));
        InvokeFunction call = (InvokeFunction) worker.heard().get(0);
        assertThat(MAPPER.readTree(call.data().text()).at("/event").stringValue())
                .isEqualTo("functions_changed");
        assertThat(call.metadata()).isEqualTo(RawJson.parse("7"));
        registers(worker, "f", ",\"description\":\"another\"");
        registers(worker, "g", "");
        worker.says("{\"type\":\"unregisterfunction\",\"id\":\"g\"}");
        test.clock.advance(Duration.ofSeconds(5));
        worker.hearsNothing();
        registers(worker, "g", "");
        test.clock.advance(Duration.ofSeconds(4));
        worker.hearsNothing();
        test.clock.advance(Duration.ofSeconds(1));
        assertThat(worker.heard()).hasSize(1);
        test.engine.close();
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void hundredThousandFunctionsAreListedAndCalled() {
        for (int i = 0; i < 100_000; i++) {
            worker.connection().receive(new RegisterFunction("many::f" + i, null, null, null, null, null), 50);
        }
        assertThat(functions("{\"prefix\":\"many::f9999\"}")).hasSize(11);
        assertThat(asks("engine::functions::list", "{}").get("functions")).hasSize(100_000);
        assertThat(asks("engine::workers::info", "{\"name\":\"worker\"}")
                        .at("/worker/function_count")
                        .intValue())
                .isEqualTo(100_000);
        assertThat(asks("engine::functions::info", "{\"function_id\":\"many::f77777\"}")
                        .get("worker_name")
                        .stringValue())
                .isEqualTo("worker");
        worker.leaves();
        assertThat(functions("{}")).isEmpty();
    }
}
