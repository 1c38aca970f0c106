package dev.iii.stub.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the registrations of sessions on a guarded port. */
class GuardRegistrationsTest extends GuardTestBase {

    @Test
    void registrationsThatAreNotAllowedAreDroppedWithoutCallingTheHook() {
        registers(keeper, HOOK);
        TestPeer peer = worker(
                hooked(),
                "{\"allow_function_registration\":false,\"allowed_trigger_types\":[\"cron\"],"
                        + "\"allowed_functions\":[\"f\",\"engine::register_trigger\"]}");
        registers(peer, "f");
        peer.says(
                "{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\","
                        + "\"config\":{\"topic\":\"x\"}}");
        peer.hearsNothing();
        assertThat(keeper.heard()).isEmpty();
        assertThat(there("default", "f")).isFalse();
        assertThat(test.engine.triggers()).isEmpty();
        assertThat(test.engine.triggerTypes())
                .noneMatch(type -> type.spec().id().equals("tt"));
        peer.fails(
                "engine::register_trigger",
                "{\"trigger_type\":\"subscribe\",\"function_id\":\"f\"}",
                "FORBIDDEN",
                "Trigger type 'subscribe' is not allowed for this session.");
    }

    @Test
    void hookMayChangeAFunctionAndLaterFramesWait() {
        registers(keeper, HOOK);
        TestPeer peer = worker(
                hooked(),
                "{\"function_registration_prefix\":\"pre\",\"context\":7,\"allowed_functions\":[\"pre::g\",\"pre::h\"]}");
        peer.says(
                "{\"type\":\"registerfunction\",\"id\":\"f\",\"description\":\"d\",\"metadata\":{\"a\":1}}",
                "{\"type\":\"invokefunction\",\"function_id\":\"pre::g\",\"data\":1}");
        peer.hearsNothing();
        asked(
                HOOK,
                "{\"function_id\":\"f\",\"description\":\"d\",\"metadata\":{\"a\":1},\"namespace\":\"default\",\"context\":7}",
                "\"result\":{\"function_id\":\"g\",\"description\":5,\"metadata\":[2],\"namespace\":\"elsewhere\"}");
        // The call that waited reaches the function under the id that the hook returned.
        assertThat(peer.heard())
                .singleElement()
                .satisfies(frame ->
                        assertThat(((InvokeFunction) frame).functionId()).isEqualTo("g"));
        assertThat(test.engine.function("default", "pre::g")).hasValueSatisfying(function -> {
            assertThat(function.spec().description()).isEqualTo("d");
            assertThat(function.spec().metadata()).isEqualTo(RawJson.parse("[2]"));
        });
        peer.says("{\"type\":\"unregisterfunction\",\"id\":\"g\"}");
        assertThat(there("default", "pre::g")).isFalse();
    }

    @Test
    void registrationIsDroppedUnlessTheHookReturnsAnObjectAndTheNextOneIsChecked() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{}");
        for (String answer : List.of(
                "",
                "\"result\":null",
                "\"result\":true",
                "\"result\":[]",
                "\"error\":{\"code\":\"N\",\"message\":\"no\"}")) {
            registers(peer, "f");
            asked(HOOK, null, answer);
            assertThat(there("default", "f")).isFalse();
        }
        registers(peer, "f");
        asked(HOOK, null, "\"result\":{}");
        assertThat(there("default", "f")).isTrue();
    }

    @Test
    void registrationIsDroppedIfTheHookIsMissing() {
        TestPeer peer = worker(hooked(), "{}");
        registers(peer, "f");
        peer.hearsNothing();
        assertThat(there("default", "f")).isFalse();
    }

    @Test
    void registrationIsDroppedAfterTheTimeoutOfTheHook() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{\"allowed_functions\":[\"publish\"]}");
        registers(peer, "f");
        peer.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(9)
                + "\",\"function_id\":\"g\",\"data\":1}");
        peer.hearsNothing();
        test.clock.advance(BoundedQuery.LIMIT);
        assertThat(there("default", "f")).isFalse();
        assertThat(peer.heard()).hasSize(1);
    }

    @Test
    void workerThatDisconnectsWhileTheHookRunsRegistersNothing() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{}");
        registers(peer, "f");
        peer.leaves();
        asked(HOOK, null, "\"result\":{}");
        assertThat(there("default", "f")).isFalse();
    }

    @Test
    void hookMayChangeATriggerButNotItsMetadata() {
        registers(keeper, HOOK);
        TestPeer peer =
                worker(hooked(), "{\"allowed_functions\":[\"pre::g\"],\"function_registration_prefix\":\"pre\"}");
        peer.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\","
                + "\"config\":null,\"metadata\":{\"m\":1}}");
        asked(
                HOOK,
                "{\"trigger_id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\",\"config\":null,"
                        + "\"metadata\":{\"m\":1},\"namespace\":\"default\",\"context\":{}}",
                "\"result\":{\"trigger_id\":\"t2\",\"trigger_type\":\"subscribe\",\"function_id\":\"g\","
                        + "\"config\":{\"topic\":\"x\"},\"metadata\":2}");
        assertThat(test.engine.triggers()).singleElement().satisfies(trigger -> {
            assertThat(trigger.id()).isEqualTo("t2");
            assertThat(trigger.type()).isEqualTo("subscribe");
            assertThat(trigger.functionId()).isEqualTo("pre::g");
            assertThat(trigger.config()).isEqualTo(RawJson.parse("{\"topic\":\"x\"}"));
            assertThat(trigger.metadata()).isEqualTo(RawJson.parse("{\"m\":1}"));
        });
    }

    @Test
    void triggerNeedsAGrantForItsTargetRegardlessOfTheHook() {
        registers(keeper, HOOK);
        TestPeer peer = worker(
                hooked(),
                "{\"namespaces\":{\"default\":[],\"orders\":[\"f\"]},\"function_registration_prefix\":\"p\"}");
        peer.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\","
                + "\"config\":{\"topic\":\"x\"},\"namespace\":\"orders\"}");
        asked(HOOK, null, "\"result\":{}");
        peer.hears("{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"subscribe\","
                + "\"function_id\":\"p::f\",\"error\":{\"code\":\"FORBIDDEN\","
                + "\"message\":\"function 'p::f' not allowed in namespace 'orders'\"}}");
        assertThat(test.engine.triggers()).isEmpty();
    }

    @Test
    void hookMayChangeATriggerType() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{\"allow_trigger_type_registration\":true}");
        peer.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        asked(
                HOOK,
                "{\"trigger_type_id\":\"tt\",\"description\":\"d\",\"context\":{}}",
                "\"result\":{\"trigger_type_id\":\"tt2\",\"description\":\"e\"}");
        assertThat(test.engine.triggerTypes())
                .anySatisfy(type -> {
                    assertThat(type.spec().id()).isEqualTo("tt2");
                    assertThat(type.spec().description()).isEqualTo("e");
                })
                .noneMatch(type -> type.spec().id().equals("tt"));
    }
}
