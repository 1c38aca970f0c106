package dev.iii.stub.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateWorkerTest {

    private final TestEngine test = new TestEngine(new StateWorker(new MemoryStore(), StateOptions.DEFAULT));
    private final TestPeer writer = test.worker("writer");
    private final TestPeer handler = test.worker("handler");

    private void handles(String id, String function, String config) {
        handler.says(
                "{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}",
                "{\"type\":\"registertrigger\",\"id\":\"" + id + "\",\"trigger_type\":\"state\",\"function_id\":\""
                        + function + "\",\"config\":" + config + "}");
    }

    private List<String> deliveries() {
        List<String> deliveries = new ArrayList<>();
        for (Frame frame : handler.heard()) {
            InvokeFunction call = (InvokeFunction) frame;
            deliveries.add(call.functionId() + " " + call.data().text());
        }
        return deliveries;
    }

    private static String event(String type, String scope, String key, String values) {
        return "{\"type\":\"state\",\"event_type\":\"state:" + type + "\",\"scope\":\"" + scope + "\",\"key\":\"" + key
                + "\"," + values + "}";
    }

    @Test
    void everyWriteCausesAnEventEvenWithoutAnEffect() {
        handles("t", "on", "{}");
        writer.gets(
                "state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":1}", "{\"old_value\":null,\"new_value\":1}");
        writer.gets("state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":1}", "{\"old_value\":1,\"new_value\":1}");
        writer.gets("state::update", "{\"scope\":\"s\",\"key\":\"k\",\"ops\":[]}", "{\"old_value\":1,\"new_value\":1}");
        writer.gets("state::delete", "{\"scope\":\"s\",\"key\":\"k\"}", "1");
        writer.calls("state::delete", "{\"scope\":\"s\",\"key\":\"k\"}", "");
        writer.gets(
                "state::update", "{\"scope\":\"s\",\"key\":\"k\",\"ops\":[]}", "{\"old_value\":null,\"new_value\":{}}");
        assertThat(deliveries())
                .containsExactly(
                        "on " + event("created", "s", "k", "\"old_value\":null,\"new_value\":1"),
                        "on " + event("updated", "s", "k", "\"old_value\":1,\"new_value\":1"),
                        "on " + event("updated", "s", "k", "\"old_value\":1,\"new_value\":1"),
                        "on " + event("deleted", "s", "k", "\"old_value\":1,\"new_value\":null"),
                        "on " + event("deleted", "s", "k", "\"old_value\":null,\"new_value\":null"),
                        "on " + event("created", "s", "k", "\"old_value\":null,\"new_value\":{}"));
    }

    @Test
    void filtersAreExactAndOptional() {
        handles("t1", "one", "{\"scope\":\"s\",\"key\":\"k\"}");
        handles("t2", "two", "{\"key\":\"k\"}");
        handles("t3", "three", "{\"scope\":\"s\",\"key\":null}");
        for (String target : List.of("\"s\",\"k\"", "\"s\",\"x\"", "\"x\",\"k\"", "\"x\",\"x\"")) {
            writer.gets("state::set", "[" + target + ",0]", "{\"old_value\":null,\"new_value\":0}");
        }
        assertThat(deliveries())
                .extracting(text -> text.replaceAll("\\{.*\"scope\":\"(.)\",\"key\":\"(.)\".*", "$1 $2"))
                .containsExactlyInAnyOrder("one s k", "three s k", "two s k", "three s x", "two x k");
    }

    @Test
    void reregisteredTriggerFiresByItsNewConfigAndUnregisteredTriggerNeverFires() {
        handles("t", "one", "{\"scope\":\"s\"}");
        handles("t", "two", "{\"scope\":\"s2\"}");
        writer.gets(
                "state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":1}", "{\"old_value\":null,\"new_value\":1}");
        assertThat(deliveries()).isEmpty();
        handler.says("{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
        writer.gets(
                "state::set", "{\"scope\":\"s2\",\"key\":\"k\",\"value\":1}", "{\"old_value\":null,\"new_value\":1}");
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void handlerThatNeverReturnsDoesNotDelayOthers() {
        handles("t1", "one", "{}");
        handles("t2", "two", "{}");
        writer.gets(
                "state::set", "{\"scope\":\"s\",\"key\":\"k\",\"value\":1}", "{\"old_value\":null,\"new_value\":1}");
        assertThat(deliveries()).hasSize(2);
    }

    @Test
    void writerThatHandlesItsOwnEventGetsItsResultFirst() {
        handles("t", "on", "{}");
        handler.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(9)
                + "\",\"function_id\":\"state::set\",\"data\":{\"scope\":\"s\",\"key\":\"k\",\"value\":1}}");
        assertThat(handler.heard())
                .extracting(Frame::getClass)
                .map(type -> (Object) type.getSimpleName())
                .containsExactly("InvocationResult", "InvokeFunction");
    }

    @Test
    void invalidConfigIsRejected() {
        handler.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\","
                + "\"config\":{\"scope\":5}}");
        handler.hears(
                "{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\","
                        + "\"error\":{\"code\":\"trigger_registration_failed\","
                        + "\"message\":\"Failed to parse trigger config: invalid type: integer `5`, expected a string\"}}");
    }

    @Test
    void deliveriesAreChildSpansOfTheWrite() {
        List<String> spans = new ArrayList<>();
        test.extend(installer -> installer.traceWith((name, parent, attributes) -> {
            spans.add(name + " below " + parent.traceparent());
            return new Tracing.Span() {
                @Override
                public TraceContext context() {
                    return new TraceContext("span-of-" + name.replace(' ', '-'), parent.baggage());
                }

                @Override
                public void end(dev.iii.protocol.@Nullable ErrorBody error) {
                    spans.add("end of " + name + (error == null ? "" : " with " + error.code()));
                }
            };
        }));
        handles("t", "on", "{}");
        test.engine.invoke(
                Call.of("state::set", RawJson.parse("{\"scope\":\"s\",\"key\":\"k\",\"value\":1}"))
                        .withTrace(TraceContext.of("tp", "k=v")),
                outcome -> {});
        InvokeFunction delivery = (InvokeFunction) handler.heard().get(0);
        assertThat(delivery.traceparent()).isEqualTo("span-of-state_triggers");
        assertThat(delivery.baggage()).isEqualTo("k=v");
        handler.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + delivery.invocationId()
                + "\",\"function_id\":\"on\",\"error\":{\"code\":\"E\",\"message\":\"m\"}}");
        assertThat(spans)
                .containsExactly(
                        "call state::set below tp",
                        "end of call state::set",
                        "state_triggers below span-of-call-state::set",
                        "end of state_triggers with E");
    }

    @Test
    void optionsLimitValuesAndDisableTriggers() {
        TestEngine limited = new TestEngine(new StateWorker(new MemoryStore(), new StateOptions(false, 3)));
        TestPeer peer = limited.worker("w");
        peer.says(
                "{\"type\":\"registerfunction\",\"id\":\"on\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"on\",\"config\":{}}");
        peer.gets(
                "state::set",
                "{\"scope\":\"s\",\"key\":\"k\",\"value\":123}",
                "{\"old_value\":null,\"new_value\":123}");
        peer.fails(
                "state::set",
                "{\"scope\":\"s\",\"key\":\"k\",\"value\":1234}",
                "VALUE_TOO_LARGE",
                "value of 4 bytes exceeds the configured max_value_bytes limit of 3");
        peer.gets("state::get", "{\"scope\":\"s\",\"key\":\"k\"}", "123");
    }

    @Test
    void valuesAndGroupsAreListed() {
        writer.gets("state::list", "{\"scope\":\"s\"}", "[]");
        writer.gets(
                "state::set",
                "{\"scope\":\"s\",\"key\":\"k\",\"data\":null}",
                "{\"old_value\":null,\"new_value\":null}");
        writer.gets("state::get", "{\"scope\":\"s\",\"key\":\"k\"}", "null");
        writer.gets("state::list", "{\"scope\":\"s\"}", "[null]");
        writer.gets("state::list_groups", "{}", "{\"groups\":[\"s\"]}");
        writer.fails(
                "state::list_groups",
                "null",
                "deserialization_error",
                "Failed to deserialize input for state::list_groups: invalid type: null, expected struct"
                        + " StateListGroupsInput");
    }
}
