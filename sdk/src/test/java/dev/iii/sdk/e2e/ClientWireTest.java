package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.InvokeFunction;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.configuration.ConfigurationDefinition;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.WorkerFilter;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.queue.DeadLetter;
import dev.iii.sdk.queue.QueueStats;
import dev.iii.sdk.queue.QueueTopic;
import dev.iii.sdk.state.Lookup;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the clients send, and what they make of answers. The payloads and answers are those of a real engine; the worker has
 * a namespace of its own, and no call may name it.
 */
class ClientWireTest {

    record Item(int n) {}

    private FakeEngine engine;
    private Worker worker;
    private FakeEngine.Peer peer;

    @BeforeEach
    void connect() throws Exception {
        engine = new FakeEngine();
        worker = Iii.registerWorker(
                engine.url(),
                WorkerOptions.builder()
                        .name(Engine.unique("test"))
                        .namespace("orders")
                        .build());
        peer = engine.accept();
        worker.awaitReady(PATIENCE);
        engine.answering("configuration::get", "{\"id\":\"c\",\"value\":null}");
    }

    @AfterEach
    void close() {
        worker.close();
        engine.close();
        Engine.awaitNoThreads();
    }

    private static Arguments call(
            String functionId, String payload, String answer, Object result, Function<Worker, Object> call) {
        return Arguments.of(functionId, payload, answer, result, call);
    }

    static Stream<Arguments> calls() {
        return Stream.of(stateCalls(), streamCalls(), queueCalls(), otherCalls())
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> stateCalls() {
        String at = "{\"scope\":\"s\",\"key\":\"k\"}";
        return Stream.of(
                call(
                        "state::get",
                        at,
                        "{\"n\":1}",
                        Optional.of(new Item(1)),
                        w -> w.state().get("s", "k", Item.class)),
                call(
                        "state::get",
                        at,
                        "",
                        Optional.empty(),
                        w -> w.state().get("s", "k", new TypeRef<List<Item>>() {})),
                call(
                        "state::get",
                        at,
                        "",
                        new Lookup<>(false, Optional.empty()),
                        w -> w.state().find("s", "k", Item.class)),
                call(
                        "state::get",
                        at,
                        "null",
                        new Lookup<>(true, Optional.empty()),
                        w -> w.state().find("s", "k", Item.class)),
                call(
                        "state::get",
                        at,
                        "{\"n\":1}",
                        new Lookup<>(true, Optional.of(new Item(1))),
                        w -> w.state().find("s", "k", Item.class)),
                call("state::delete", at, "", Optional.empty(), w -> w.state().delete("s", "k")),
                call(
                        "state::delete",
                        at,
                        "null",
                        Optional.of(Json.NULL),
                        w -> w.state().delete("s", "k")),
                call(
                        "state::list",
                        "{\"scope\":\"s\"}",
                        "[{\"n\":1},null,{\"n\":2}]",
                        List.of(new Item(1), new Item(2)),
                        w -> w.state().list("s", Item.class)),
                call(
                        "state::list_groups",
                        "{}",
                        "{\"groups\":[\"a\",\"b\"]}",
                        List.of("a", "b"),
                        w -> w.state().scopes()),
                call(
                        "state::set",
                        "{\"scope\":\"s\",\"key\":\"k\",\"value\":{\"n\":2}}",
                        "{\"old_value\":{\"n\":1},\"new_value\":{\"n\":2}}",
                        Optional.of(new Item(1)),
                        w -> w.state().set("s", "k", new Item(2)).oldValue(Item.class)),
                call(
                        "state::update",
                        "{\"scope\":\"s\",\"key\":\"k\",\"ops\":[{\"type\":\"increment\",\"path\":\"n\",\"by\":1}]}",
                        "{\"old_value\":null,\"new_value\":{\"n\":1}}",
                        Optional.of(new Item(1)),
                        w -> w.state()
                                .update("s", "k", StateUpdate.create().increment("n", 1))
                                .newValue(Item.class)));
    }

    private static Stream<Arguments> streamCalls() {
        String at = "{\"stream_name\":\"s\",\"group_id\":\"g\",\"item_id\":\"i\"}";
        return Stream.of(
                call(
                        "stream::get",
                        at,
                        "{\"n\":1}",
                        Optional.of(new Item(1)),
                        w -> w.streams().get("s", "g", "i", Item.class)),
                call(
                        "stream::delete",
                        at,
                        "{\"old_value\":{\"n\":1}}",
                        Optional.of(Json.parse("{\"n\":1}")),
                        w -> w.streams().delete("s", "g", "i")),
                call(
                        "stream::delete",
                        at,
                        "{\"old_value\":null}",
                        Optional.empty(),
                        w -> w.streams().delete("s", "g", "i")),
                call(
                        "stream::set",
                        "{\"stream_name\":\"s\",\"group_id\":\"g\",\"item_id\":\"i\",\"data\":{\"n\":2}}",
                        "{\"old_value\":null,\"new_value\":{\"n\":2}}",
                        Optional.of(new Item(2)),
                        w -> w.streams().set("s", "g", "i", new Item(2)).newValue(Item.class)),
                call(
                        "stream::update",
                        "{\"stream_name\":\"s\",\"group_id\":\"g\",\"item_id\":\"i\",\"ops\":[{\"type\":\"remove\",\"path\":\"n\"}]}",
                        "{\"old_value\":{\"n\":3},\"new_value\":{}}",
                        Optional.of(new Item(3)),
                        w -> w.streams()
                                .update("s", "g", "i", StateUpdate.create().remove("n"))
                                .oldValue(Item.class)),
                call(
                        "stream::list",
                        "{\"stream_name\":\"s\",\"group_id\":\"g\"}",
                        "[{\"n\":1}]",
                        List.of(new Item(1)),
                        w -> w.streams().list("s", "g", Item.class)),
                call(
                        "stream::list_groups",
                        "{\"stream_name\":\"s\"}",
                        "[\"g\",\"h\"]",
                        List.of("g", "h"),
                        w -> w.streams().listGroups("s")),
                call(
                        "stream::list_all",
                        "{}",
                        "{\"stream\":[{\"id\":\"s\",\"groups\":[\"g\"]}],\"count\":1}",
                        List.of(new StreamSummary("s", List.of("g"))),
                        w -> w.streams().listAll()),
                call(
                        "stream::send",
                        "{\"stream_name\":\"s\",\"group_id\":\"g\",\"type\":\"custom\",\"data\":{\"n\":1}}",
                        "null",
                        "done",
                        w -> {
                            w.streams().send("s", "g", "custom", new Item(1));
                            return "done";
                        }),
                call(
                        "stream::send",
                        "{\"stream_name\":\"s\",\"group_id\":\"g\",\"id\":\"i\",\"type\":\"custom\",\"data\":null}",
                        "null",
                        "done",
                        w -> {
                            w.streams()
                                    .async()
                                    .sendTo("s", "g", "i", "custom", null)
                                    .join();
                            return "done";
                        }));
    }

    private static Stream<Arguments> queueCalls() {
        return Stream.of(
                call("iii::durable::publish", "{\"topic\":\"t\",\"data\":{\"n\":1}}", "", "done", w -> {
                    w.queues().publish("t", new Item(1));
                    return "done";
                }),
                call(
                        "engine::queue::list_topics",
                        "{}",
                        "[{\"broker_type\":\"builtin\",\"name\":\"default\",\"subscriber_count\":1}]",
                        List.of(new QueueTopic("default", "builtin", 1)),
                        w -> w.queues().topics()),
                call(
                        "engine::queue::topic_stats",
                        "{\"topic\":\"t\"}",
                        "{\"config\":null,\"consumer_count\":1,\"depth\":2,\"dlq_depth\":3}",
                        new QueueStats(1, 2, 3, Optional.empty()),
                        w -> w.queues().stats("t")),
                call(
                        "engine::queue::dlq_topics",
                        "{}",
                        "[{\"broker_type\":\"function_queue\",\"message_count\":4,\"topic\":\"default\"}]",
                        4L,
                        w -> w.queues().deadLetterTopics().get(0).messages()),
                call(
                        "engine::queue::dlq_messages",
                        "{\"topic\":\"t\",\"offset\":2,\"limit\":10}",
                        "[{\"error\":\"E: m\",\"failed_at\":1795415000,\"id\":\"m1\",\"payload\":{\"x\":1},\"retries\":3,\"size_bytes\":7}]",
                        List.of(new DeadLetter(
                                "m1", Json.parse("{\"x\":1}"), "E: m", Instant.ofEpochSecond(1795415000L), 3, 7)),
                        w -> w.queues().deadLetters("t", 2, 10)),
                call(
                        "iii::queue::redrive",
                        "{\"queue\":\"t\"}",
                        "{\"queue\":\"t\",\"redriven\":5}",
                        5L,
                        w -> w.queues().redrive("t")),
                call(
                        "iii::queue::redrive_message",
                        "{\"queue\":\"t\",\"message_id\":\"m\"}",
                        "{\"message_id\":\"m\",\"queue\":\"t\",\"redriven\":0}",
                        false,
                        w -> w.queues().redriveMessage("t", "m")),
                call(
                        "iii::queue::discard_message",
                        "{\"queue\":\"t\",\"message_id\":\"m\"}",
                        "{\"message_id\":\"m\",\"queue\":\"t\",\"redriven\":1}",
                        true,
                        w -> w.queues().async().discard("t", "m").join()));
    }

    private static Stream<Arguments> otherCalls() {
        return Stream.of(
                call(
                        "configuration::get",
                        "{\"id\":\"c\"}",
                        "{\"id\":\"c\",\"value\":{\"n\":1}}",
                        Optional.of(new Item(1)),
                        w -> w.configuration().get("c", Item.class)),
                call(
                        "configuration::set",
                        "{\"id\":\"c\",\"value\":{\"n\":2}}",
                        "{\"old_value\":{\"n\":1},\"new_value\":{\"n\":2}}",
                        Optional.of(new Item(1)),
                        w -> w.configuration().set("c", new Item(2)).oldValue(Item.class)),
                call(
                        "configuration::register",
                        "{\"id\":\"c\",\"name\":\"n\",\"description\":\"d\",\"schema\":{\"type\":\"object\"},"
                                + "\"initial_value\":{\"n\":1},\"metadata\":\"m\"}",
                        "{\"id\":\"c\",\"name\":\"n\",\"description\":\"d\",\"schema\":{},\"value\":{\"n\":1}}",
                        Json.parse("{\"n\":1}"),
                        w -> w.configuration()
                                .register(ConfigurationDefinition.of("c", Json.parse("{\"type\":\"object\"}"))
                                        .name("n")
                                        .description("d")
                                        .initialValue(new Item(1))
                                        .metadata("m"))),
                call(
                        "configuration::schema",
                        "{\"id\":\"c\"}",
                        "{\"description\":\"d\",\"id\":\"c\",\"name\":\"n\",\"schema\":{}}",
                        "d",
                        w -> w.configuration().schema("c").orElseThrow().description()),
                call(
                        "configuration::list",
                        "{}",
                        "{\"configurations\":[{\"id\":\"c\",\"name\":\"n\",\"description\":\"d\",\"schema\":{}}]}",
                        "c",
                        w -> w.configuration().list().get(0).id()),
                call(
                        "engine::functions::list",
                        "{\"search\":\"sell\",\"prefix\":\"cmd::\",\"worker\":\"w\",\"include_internal\":true}",
                        "{\"functions\":[{\"function_id\":\"cmd::sell\",\"namespace\":\"default\",\"worker_name\":\"w\"}]}",
                        "cmd::sell",
                        w -> w.discovery()
                                .functions(DiscoveryFilter.containing("sell")
                                        .prefix("cmd::")
                                        .worker("w")
                                        .includeInternal())
                                .get(0)
                                .id()),
                call(
                        "engine::functions::info",
                        "{\"function_id\":\"f\",\"namespace\":\"shop\"}",
                        "{\"description\":\"First\",\"function_id\":\"f\",\"metadata\":{\"k\":1},\"namespace\":\"shop\","
                                + "\"registered_triggers\":[{\"config\":{\"topic\":\"x\"},\"id\":\"t\",\"trigger_type\":\"subscribe\"}],"
                                + "\"request_schema\":{\"type\":\"object\"},\"worker_name\":\"w\"}",
                        "subscribe f w",
                        w -> w.discovery()
                                .function("f", "shop")
                                .map(f -> f.triggers().get(0))
                                .map(t -> t.type() + " " + t.functionId() + " " + t.workerName())
                                .orElseThrow()),
                call(
                        "engine::workers::list",
                        "{}",
                        "{\"workers\":[{\"id\":\"iii-state\",\"ip_address\":null,\"name\":\"iii-state\",\"connected_at_ms\":1,"
                                + "\"namespace\":\"default\",\"runtime\":\"engine\",\"status\":\"available\"}]}",
                        "available",
                        w -> w.discovery().workers().get(0).status()),
                call(
                        "engine::workers::list",
                        "{\"search\":\"inv\",\"runtime\":\"java\",\"status\":\"connected\"}",
                        "{\"workers\":[]}",
                        List.of(),
                        w -> w.discovery()
                                .workers(WorkerFilter.containing("inv")
                                        .runtime("java")
                                        .status("connected"))),
                call(
                        "engine::workers::info",
                        "{\"name\":\"w\"}",
                        "{\"worker\":{\"id\":\"1\",\"name\":\"w\",\"pid\":77,\"status\":\"connected\"},\"functions\":[],"
                                + "\"trigger_types\":[],\"registered_triggers\":[]}",
                        77L,
                        w -> w.discovery().worker("w").orElseThrow().pid().orElseThrow()),
                call(
                        "engine::triggers::info",
                        "{\"id\":\"http\"}",
                        "{\"description\":\"d\",\"id\":\"http\",\"instance_count\":2,\"namespace\":\"default\",\"worker_name\":\"w\"}",
                        2L,
                        w -> w.discovery()
                                .triggerType("http")
                                .orElseThrow()
                                .instances()
                                .orElseThrow()),
                call(
                        "engine::registered-triggers::list",
                        "{\"trigger_type\":\"http\",\"function_id\":\"f\"}",
                        "{\"registered_triggers\":[{\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\","
                                + "\"worker_name\":\"w\",\"config\":{\"topic\":\"x\"},\"config_summary\":\"…\"}]}",
                        "t",
                        w -> w.discovery()
                                .triggers(DiscoveryFilter.all()
                                        .triggerType("http")
                                        .function("f"))
                                .get(0)
                                .id()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void isSentAndReadAsTheEngineHasIt(
            String functionId, String payload, String answer, Object result, Function<Worker, Object> call)
            throws Exception {
        engine.answering(functionId, answer);
        assertThat(call.apply(worker)).isEqualTo(result);
        InvokeFunction frame = peer.next(InvokeFunction.class);
        while (!frame.functionId().equals(functionId)) {
            frame = peer.next(InvokeFunction.class);
        }
        assertThat(frame.data().text()).isEqualTo(payload);
        assertThat(frame.namespace()).isNull();
    }

    @Test
    void moreMayBeSaidAboutTheCallsOfAClient() throws Exception {
        engine.answering("state::get", "1");
        assertThat(worker.state()
                        .with(call -> call.timeout(Duration.ofSeconds(9)))
                        .with(call -> call.metadata("m"))
                        .get("s", "k", Integer.class))
                .contains(1);
        InvokeFunction frame = peer.next(InvokeFunction.class);
        while (!frame.functionId().equals("state::get")) {
            frame = peer.next(InvokeFunction.class);
        }
        assertThat(Engine.notNull(frame.metadata()).text()).isEqualTo("\"m\"");
        assertThatThrownBy(() -> worker.state().with(Engine.nothing())).hasMessage("options are null");
    }

    @Test
    void anAnswerThatDoesNotFitNamesItsPlace() {
        engine.answering("state::list", "[{\"n\":1},{\"n\":\"x\"}]");
        assertThatThrownBy(() -> worker.state().list("s", Item.class))
                .hasMessage("the result of state::list (scope: s): [1].n: expected an integer, was a string");
        engine.answering("stream::get", "7");
        assertThatThrownBy(() -> worker.streams().get("s", "g", "i".repeat(200), Item.class))
                .hasMessage("the result of stream::get (stream_name: s, group_id: g, item_id: " + "i".repeat(100)
                        + "…): expected an object (Item), was an integer");
        engine.answering("engine::queue::topic_stats", "{\"depth\":\"deep\"}");
        assertThatThrownBy(() -> worker.queues().async().stats("t").join()).hasMessageContaining("depth");
    }

    @Test
    void argumentsAreCheckedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> worker.state().get(Engine.nothing(), "k", Item.class))
                .hasMessage("scope is null");
        assertThatThrownBy(() -> worker.state().get("s", "k", Engine.<Class<Item>>nothing()))
                .hasMessage("type is null");
        assertThatThrownBy(() -> worker.streams().list("s", "g", Engine.<TypeRef<Item>>nothing()))
                .hasMessage("type is null");
        assertThatThrownBy(() -> worker.state().with(call -> Engine.nothing()).delete("s", "k"))
                .hasMessage("the call that the options return is null");
        assertThatThrownBy(() -> worker.streams().listGroups(" ")).hasMessage("stream name is blank");
        assertThatThrownBy(() -> worker.queues().deadLetters("t", -1, 1))
                .hasMessage("offset is -1; it must be at least 0");
        assertThatThrownBy(() -> worker.queues().deadLetters("t", 0, 0))
                .hasMessage("limit is 0; it must be at least 1");
        assertThatThrownBy(() -> worker.queues().publish("", 1)).hasMessage("topic is blank");
        assertThatThrownBy(() -> worker.configuration().get("", Map.class)).hasMessage("configuration id is blank");
        assertThatThrownBy(() -> worker.discovery().function("")).hasMessage("function id is blank");
    }

    @Test
    void deadLettersAreFetchedPageByPage() {
        String letter = "{\"error\":\"e\",\"failed_at\":1,\"id\":\"m\",\"payload\":1,\"retries\":1,\"size_bytes\":1}";
        engine.answering("engine::queue::dlq_messages", "[" + letter + "," + letter + "]");
        Iterator<DeadLetter> letters = worker.queues().eachDeadLetter("t", 2).iterator();
        letters.next();
        letters.next();
        engine.answering("engine::queue::dlq_messages", "[" + letter + "]");
        assertThat(letters.hasNext()).isTrue();
        letters.next();
        assertThat(letters.hasNext()).isFalse();
        assertThatThrownBy(letters::next).isInstanceOf(NoSuchElementException.class);
    }
}
