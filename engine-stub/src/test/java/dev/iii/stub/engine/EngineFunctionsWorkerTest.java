package dev.iii.stub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineFunctionsWorkerTest {

    private static final String REGISTER = "engine::workers::register";

    private final TestEngine test = new TestEngine(new EngineFunctionsWorker(new EngineFacts("1.2.3", Set.of())));

    @Test
    void workerAnnouncesItself() {
        TestPeer peer = test.connect();
        peer.gets(
                REGISTER,
                "{\"runtime\":\"java\",\"version\":\"1\",\"name\":\"w\",\"os\":\"linux\",\"pid\":7,\"description\":\"d\","
                        + "\"isolation\":\"vm\",\"namespace\":\"n1\",\"telemetry\":{\"language\":\"en\"},\"unknown\":1}",
                "{\"success\":true}");
        assertThat(peer.worker().announcement())
                .isEqualTo(new Announcement(
                        "w", "n1", "java", "1", "d", "linux", 7L, "vm", RawJson.parse("{\"language\":\"en\"}")));
        peer.gets(REGISTER, "{}", "{\"success\":true}");
    }

    @Test
    void invalidAnnouncementFails() {
        TestPeer peer = test.connect();
        String prefix = "Failed to deserialize input for engine::workers::register: ";
        peer.fails(
                REGISTER,
                "{\"name\":5}",
                "deserialization_error",
                prefix + "invalid type: integer `5`, expected a string");
        peer.fails(REGISTER, "[1]", "deserialization_error", prefix + "invalid type: integer `1`, expected a string");
        peer.fails(
                REGISTER,
                "[\"x\"]",
                "deserialization_error",
                prefix + "invalid length 1, expected struct RegisterWorkerInput with 10 elements");
        peer.fails(
                REGISTER,
                "{\"namespace\":\" \",\"name\":\"n\"}",
                "INVALID_NAMESPACE",
                "namespace is empty: worker 'n' declared \" \". Give it a name, or omit the field to register in"
                        + " 'default'.");
    }

    @Test
    void nameInUseRejectsTheAnnouncementAndClosesTheConnection() {
        TestPeer first = test.connect();
        first.gets(REGISTER, "{\"name\":\"same\"}", "{\"success\":true}");
        TestPeer second = test.connect();
        second.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(9) + "\",\"function_id\":\""
                + REGISTER + "\",\"data\":{\"name\":\"same\"}}");
        second.hears(
                "{\"type\":\"registrationrejected\",\"code\":\"WORKER_NAMESPACE_CONFLICT\",\"namespace\":\"default\","
                        + "\"worker_name\":\"same\",\"owner_worker_id\":\"" + first.id() + "\"}");
        assertThat(second.closed()).isNotNull();
    }

    @Test
    void onlyAWorkerCanAnnounceItself() {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of(REGISTER, RawJson.EMPTY_OBJECT), outcomes::add);
        assertThat(outcomes)
                .containsExactly(
                        Outcome.failure(
                                "deserialization_error",
                                "Failed to deserialize input for engine::workers::register: missing field `_caller_worker_id`"));
    }

    @Test
    void triggerOutlivesTheConnectionThatRegisteredIt() {
        TestPeer provider = test.worker("provider");
        provider.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        TestPeer caller = test.worker("caller");
        caller.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(99)
                + "\",\"function_id\":\"engine::register_trigger\",\"data\":{\"trigger_type\":\"tt\",\"function_id\":\"f\","
                + "\"metadata\":{\"m\":1}}}");
        String id = TestEngine.id(5).toString();
        provider.hears("{\"type\":\"registertrigger\",\"id\":\"" + id
                + "\",\"trigger_type\":\"tt\",\"function_id\":\"f\",\"config\":null,\"metadata\":{\"m\":1}}");
        caller.hearsNothing();
        provider.says("{\"type\":\"triggerregistrationresult\",\"id\":\"" + id
                + "\",\"trigger_type\":\"tt\",\"function_id\":\"f\"}");
        InvocationResult answer = (InvocationResult) caller.heard().get(0);
        assertThat(answer.result()).isEqualTo(RawJson.parse("{\"id\":\"" + id + "\"}"));
        caller.leaves();
        assertThat(test.engine.triggers()).hasSize(1);
        TestPeer other = test.worker("other");
        other.gets("engine::unregister_trigger", "{\"id\":\"" + id + "\"}", "{\"removed\":true}");
        other.gets("engine::unregister_trigger", "{\"id\":\"" + id + "\"}", "{\"removed\":false}");
    }

    @Test
    void triggerThatIsRejectedFailsTheCall() {
        TestPeer provider = test.worker("provider");
        provider.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        TestPeer caller = test.worker("caller");
        caller.says(
                "{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(99)
                        + "\",\"function_id\":\"engine::register_trigger\",\"data\":{\"trigger_type\":\"tt\",\"function_id\":\"f\"}}");
        provider.says(
                "{\"type\":\"triggerregistrationresult\",\"id\":\"" + TestEngine.id(5)
                        + "\",\"trigger_type\":\"tt\",\"function_id\":\"f\",\"error\":{\"code\":\"bad\",\"message\":\"no way\"}}");
        caller.hears("{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(99)
                + "\",\"function_id\":\"engine::register_trigger\","
                + "\"error\":{\"code\":\"trigger_registration_failed\",\"message\":\"bad: no way\"}}");
        caller.fails(
                "engine::register_trigger",
                "{\"trigger_type\":\"tt\"}",
                "deserialization_error",
                "Failed to deserialize input for engine::register_trigger: missing field `function_id`");
    }
}
