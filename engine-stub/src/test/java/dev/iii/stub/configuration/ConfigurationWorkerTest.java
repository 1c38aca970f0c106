package dev.iii.stub.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationWorkerTest {

    private static final String NUMBERS =
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"maximum\":9999}},\"required\":[\"a\"]}";

    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final TestEngine test = new TestEngine(
            new ConfigurationWorker(new ConfigurationOptions(Duration.ofSeconds(60), environment, "1.2.3")));
    private final TestPeer caller = test.worker("caller");
    private final TestPeer handler = test.worker("handler");

    private static String entry(String id, String schema, String value) {
        return "{\"id\":\"" + id + "\",\"name\":\"n\",\"description\":\"d\",\"schema\":" + schema
                + (value.isEmpty() ? "" : ",\"value\":" + value) + "}";
    }

    private static String input(String id, String schema, String initial) {
        return "{\"id\":\"" + id + "\",\"name\":\"n\",\"description\":\"d\",\"schema\":" + schema
                + (initial.isEmpty() ? "" : ",\"initial_value\":" + initial) + "}";
    }

    private void registers(String id, String schema, String initial) {
        caller.gets(
                "configuration::register",
                input(id, schema, initial),
                entry(id, schema, initial.isEmpty() ? "null" : initial));
    }

    private void sets(String id, String value, String old) {
        caller.gets(
                "configuration::set",
                "{\"id\":\"" + id + "\",\"value\":" + value + "}",
                "{\"old_value\":" + old + ",\"new_value\":" + value + "}");
    }

    private void has(String id, String value) {
        caller.gets("configuration::get", "{\"id\":\"" + id + "\"}", "{\"id\":\"" + id + "\",\"value\":" + value + "}");
    }

    private void failsToSet(String id, String value, String code, String pattern) {
        List<Outcome> outcomes = new ArrayList<>();
        RawJson data = RawJson.parse("{\"id\":\"" + id + "\",\"value\":" + value + "}");
        test.engine.invoke(Call.of("configuration::set", data), outcomes::add);
        assertThat(outcomes.get(0)).isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
            assertThat(failure.error().code()).isEqualTo(code);
            assertThat(failure.error().message()).matches(pattern);
        });
    }

    private void watches(String id, String function, String config) {
        handler.says(
                "{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}",
                "{\"type\":\"registertrigger\",\"id\":\"" + id
                        + "\",\"trigger_type\":\"configuration\",\"function_id\":\"" + function + "\",\"config\":"
                        + config + ",\"metadata\":5}");
    }

    private List<String> deliveries() {
        List<String> deliveries = new ArrayList<>();
        for (Frame frame : handler.heard()) {
            InvokeFunction call = (InvokeFunction) frame;
            deliveries.add(call.functionId() + " "
                    + call.data()
                            .text()
                            .replaceAll(
                                    "^.*\"event_type\":\"configuration:(\\w+)\",\"id\":\"([^\"]*)\".*\"old_value\":",
                                    "$1 $2 "));
        }
        return deliveries;
    }

    @Test
    void registeringAgainReplacesEverythingExceptTheValue() {
        registers("c", NUMBERS, "{\"a\":1}");
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        caller.gets(
                "configuration::register",
                "{\"id\":\"c\",\"name\":\"m\",\"description\":\"e\",\"schema\":" + schema
                        + ",\"initial_value\":null,\"metadata\":{\"team\":1}}",
                "{\"id\":\"c\",\"name\":\"m\",\"description\":\"e\",\"schema\":" + schema
                        + ",\"value\":{\"a\":1},\"metadata\":{\"team\":1}}");
        caller.gets(
                "configuration::schema",
                "{\"id\":\"c\"}",
                "{\"id\":\"c\",\"name\":\"m\",\"description\":\"e\",\"schema\":" + schema
                        + ",\"metadata\":{\"team\":1}}");
        // A value that violates the new schema is only returned unexpanded.
        failsToSet("c", "{\"a\":2}", "SCHEMA_INVALID", "schema validation failed: .*a.*");
        caller.gets("configuration::get", "{\"id\":\"c\",\"raw\":true}", "{\"id\":\"c\",\"value\":{\"a\":1}}");
        sets("c", "{\"a\":\"x\"}", "{\"a\":1}");
    }

    @Test
    void listIsSortedAndContainsNoValues() {
        registers("z-1", NUMBERS, "{\"a\":1}");
        registers("a_2", "true", "");
        caller.gets(
                "configuration::list",
                "{}",
                "{\"configurations\":[" + entry("a_2", "true", "") + "," + entry("z-1", NUMBERS, "") + "]}");
    }

    @Test
    void invalidInputIsRefusedAndChangesNothing() {
        caller.fails(
                "configuration::register",
                input("C", "{}", ""),
                "INVALID_ID",
                "invalid configuration id 'C': must match [a-z0-9_-]{1,64}");
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(
                Call.of("configuration::register", RawJson.parse(input("c", NUMBERS, "{\"a\":\"x\"}"))), outcomes::add);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failure.class);
        failsToSet(
                "c", "1", "NOT_REGISTERED", "configuration 'c' is not registered; call configuration::register first");
        registers("c", "null", "");
        failsToSet("c", "1", "SCHEMA_UNAVAILABLE", "configuration 'c' has no schema available yet; .*");
        registers("c", NUMBERS, "{\"a\":1}");
        failsToSet("c", "{}", "SCHEMA_INVALID", "schema validation failed: [^:].*a.*");
        failsToSet("c", "{\"a\":10000}", "SCHEMA_INVALID", "schema validation failed: /a: .*9999.*");
        has("c", "{\"a\":1}");
        caller.fails("configuration::schema", "{\"id\":\"x\"}", "NOT_FOUND", "configuration 'x' not found");
    }

    @Test
    void invalidSchemasAndReferencesToOtherDocumentsAreRefused() {
        for (String schema : List.of(
                "{\"type\":5}",
                "{\"$ref\":\"http://127.0.0.1:1/schema\"}",
                "{\"$ref\":\"file:///etc/hostname\"}",
                "{\"$schema\":\"http://127.0.0.1:1/meta\"}",
                "[]")) {
            List<Outcome> outcomes = new ArrayList<>();
            test.engine.invoke(
                    Call.of("configuration::register", RawJson.parse(input("c", schema, "{}"))), outcomes::add);
            assertThat(outcomes.get(0)).as(schema).isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
                assertThat(failure.error().code()).isEqualTo("SCHEMA_INVALID");
                assertThat(failure.error().message()).startsWith("schema validation failed: invalid JSON Schema: ");
            });
        }
    }

    @Test
    void placeholdersAreExpandedWhenTheValueIsRead() {
        environment.put("PORT", "8080");
        registers("c", "{}", "{\"p\":\"${PORT}\",\"q\":[\"${ON:true}\",\"${N:~}\",\"${F:-1.50}\",\"${Z:007}\"]}");
        has("c", "{\"p\":8080,\"q\":[true,null,-1.5,\"007\"]}");
        environment.put("PORT", "none");
        has("c", "{\"p\":\"none\",\"q\":[true,null,-1.5,\"007\"]}");
        sets(
                "c",
                "\"http://${HOST:local}:${PORT}/${V:__III_ENGINE_VERSION__}\"",
                "{\"p\":\"${PORT}\",\"q\":[\"${ON:true}\",\"${N:~}\",\"${F:-1.50}\",\"${Z:007}\"]}");
        has("c", "\"http://local:none/1.2.3\"");
        sets(
                "c",
                "[\"${J:[1,2]}\",\"${X:0x1F}\",\"${O:0o17}\",\"${B:[1,}\",\"${W:on}\",\"${S: 5 }\"]",
                "\"http://${HOST:local}:${PORT}/${V:__III_ENGINE_VERSION__}\"");
        has("c", "[[1,2],31,15,\"[1,\",\"on\",5]");
        sets("c", "\"${E:}\"", "[\"${J:[1,2]}\",\"${X:0x1F}\",\"${O:0o17}\",\"${B:[1,}\",\"${W:on}\",\"${S: 5 }\"]");
        has("c", "\"\"");
    }

    /** The expected values were observed on the real engine. */
    @ParameterizedTest
    @CsvSource({
        "1e999999999,'\"1e999999999\"'",
        "1e308,1e+308",
        "-1e-999999999,-0.0",
        "1.50,1.5",
        "1e5,100000.0",
        "+5,5",
        ".5,0.5",
        "5.,5.0",
        "1.000000000000000000000000000001,1.0",
        "18446744073709551615,18446744073709551615",
        "123456789012345678901234567890,'\"123456789012345678901234567890\"'",
        "-9223372036854775809,'\"-9223372036854775809\"'",
        "123456789012345678901234567890123456789012345,1.2345678901234567e+44",
        "0x10,16",
        "0xffffffffffffffff,18446744073709551615",
        "0xffffffffffffffffff,'\"0xffffffffffffffffff\"'"
    })
    void aPlaceholderBecomesTheNumberOfTheRealEngine(String text, String value) {
        registers("c", "{}", "\"${N:" + text + "}\"");
        has("c", value);
    }

    @Test
    void valueIsValidatedAfterExpansion() {
        registers("c", NUMBERS, "{\"a\":\"${A:5}\"}");
        has("c", "{\"a\":5}");
        failsToSet("c", "{\"a\":\"${A:x}\"}", "SCHEMA_INVALID", "schema validation failed: .*");
        sets("c", "{\"a\":\"${A}\"}", "{\"a\":\"${A:5}\"}");
        caller.fails(
                "configuration::get",
                "{\"id\":\"c\"}",
                "EXPAND_FAILED",
                "configuration 'c' references unset environment variable(s) with no default: A");
        environment.put("A", "10000");
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of("configuration::get", RawJson.parse("{\"id\":\"c\"}")), outcomes::add);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failure.class);
        environment.put("A", "7");
        has("c", "{\"a\":7}");
    }

    @Test
    void triggersFireByIdAndByTypeOfEvent() {
        watches("t1", "one", "{\"configuration_id\":\"c\"}");
        watches("t2", "any", "{}");
        watches("t3", "upd", "{\"configuration_id\":\"c\",\"event_types\":[\"configuration:updated\"]}");
        watches("t4", "nothing", "{\"event_types\":[]}");
        registers("c", "{}", "1");
        assertThat(deliveries())
                .containsExactlyInAnyOrder(
                        "one registered c null,\"new_value\":1}", "any registered c null,\"new_value\":1}");
        sets("c", "\"${X:2}\"", "1");
        assertThat(deliveries())
                .containsExactlyInAnyOrder(
                        "one updated c 1,\"new_value\":2}",
                        "any updated c 1,\"new_value\":2}",
                        "upd updated c 1,\"new_value\":2}");
        registers("d", "{}", "");
        assertThat(deliveries()).containsExactly("any registered d null,\"new_value\":null}");
    }

    @Test
    void conditionReceivesTheEventAndCanStopIt() {
        watches("t", "on", "{\"configuration_id\":\"c\",\"condition_function_id\":\"ask\"}");
        handler.says("{\"type\":\"registerfunction\",\"id\":\"ask\"}");
        registers("c", "{}", "1");
        InvokeFunction question = (InvokeFunction) handler.heard().get(0);
        assertThat(question.functionId()).isEqualTo("ask");
        handler.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + question.invocationId()
                + "\",\"function_id\":\"ask\",\"result\":false}");
        handler.hearsNothing();
    }

    @Test
    void invalidTriggerConfigIsRejected() {
        handler.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"configuration\","
                + "\"function_id\":\"f\",\"config\":{\"event_types\":\"x\"}}");
        handler.hears(
                "{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"configuration\","
                        + "\"function_id\":\"f\",\"error\":{\"code\":\"trigger_registration_failed\",\"message\":"
                        + "\"Failed to parse configuration trigger config: invalid type: string \\\"x\\\", expected a sequence\"}}");
    }

    @Test
    void entryWithoutTriggersIsDeletedAfterTheTimeToLive() {
        watches("any", "any", "{}");
        watches("t", "one", "{\"configuration_id\":\"c\"}");
        registers("c", "{}", "1");
        handler.says("{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
        deliveries();
        test.clock.advance(Duration.ofSeconds(59));
        watches("t", "one", "{\"configuration_id\":\"c\"}");
        test.clock.advance(Duration.ofSeconds(59));
        has("c", "1");
        handler.says("{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
        test.clock.advance(Duration.ofSeconds(61));
        caller.fails("configuration::get", "{\"id\":\"c\"}", "NOT_FOUND", "configuration 'c' not found");
        assertThat(deliveries()).containsExactly("any deleted c 1,\"new_value\":null}");
    }

    @Test
    void eachOldValueIsThePreviousNewValueWithManyThreads() throws InterruptedException {
        registers("c", "{}", "0");
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.rangeClosed(1, 4)
                .mapToObj(t -> new Thread(
                        () -> IntStream.range(0, 200)
                                .forEach(i -> test.engine.invoke(
                                        Call.of(
                                                "configuration::set",
                                                RawJson.parse("{\"id\":\"c\",\"value\":" + (t * 1000 + i) + "}")),
                                        outcome -> answers.add(
                                                ((Outcome.Value) outcome).json().text()))),
                        "configuration-writer-" + t))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers.stream().map(answer -> answer.replaceAll(",.*", "")).distinct())
                .hasSize(800);
    }
}
