package dev.iii.stub.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the functions and triggers of streams. */
class StreamFunctionsTest extends StreamTestBase {

    private static final int THREADS = 8;
    private static final int UPDATES = 200;
    private static final RawJson INCREMENT = RawJson.parse(
            "{\"stream_name\":\"s\",\"group_id\":\"g\",\"item_id\":\"i\",\"ops\":[{\"type\":\"increment\",\"path\":\"\",\"by\":1}]}");

    private void inThreads(Runnable task) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            start.await();
                        } catch (InterruptedException e) {
                            return;
                        }
                        task.run();
                    },
                    "stream-writer-" + i);
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private String value(Call invocation) {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(invocation, outcomes::add);
        return ((Outcome.Value) outcomes.get(0)).json().text();
    }

    @Test
    void updatesOfManyThreadsAreSerializedAndTheirEventsAreInOrder() throws InterruptedException {
        sets("s", "g", "i", "0", "null");
        FakeConsumerConnection connection = new FakeConsumerConnection();
        says(connects(connection), "join", "1", "g", "i");
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        inThreads(() -> {
            for (int i = 0; i < UPDATES; i++) {
                answers.add(value(Call.of("stream::update", INCREMENT)));
            }
        });
        List<String> serial = LongStream.range(0, THREADS * UPDATES)
                .mapToObj(n -> "{\"old_value\":" + n + ",\"new_value\":" + (n + 1) + "}")
                .toList();
        assertThat(answers).containsExactlyInAnyOrderElementsOf(serial);
        List<String> events = new ArrayList<>(List.of("\"i\" {\"type\":\"sync\",\"data\":0}"));
        LongStream.rangeClosed(1, THREADS * UPDATES)
                .forEach(n -> events.add("\"i\" {\"type\":\"update\",\"data\":" + n + "}"));
        assertThat(connection.events()).isEqualTo(events);
    }

    @Test
    void consumersThatJoinDuringManyChangesReceiveEachChangeOnceAfterTheirSync() throws InterruptedException {
        sets("s", "g", "i", "0", "null");
        List<FakeConsumerConnection> outlets = IntStream.range(0, 50)
                .mapToObj(i -> new FakeConsumerConnection())
                .toList();
        Thread joining = new Thread(
                () -> outlets.forEach(connection -> says(connects(connection), "join", "1", "g", "i")),
                "stream-joining");
        joining.start();
        inThreads(() -> {
            for (int i = 0; i < UPDATES; i++) {
                value(Call.of("stream::update", INCREMENT));
            }
        });
        joining.join();
        for (FakeConsumerConnection connection : outlets) {
            List<Long> seen = connection.events().stream()
                    .map(event -> Long.valueOf(event.replaceAll(".*\"data\":([0-9]+)}", "$1")))
                    .toList();
            assertThat(seen)
                    .isEqualTo(LongStream.rangeClosed(seen.get(0), THREADS * UPDATES)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void streamsWithColonsInTheirNamesAreSeparate() {
        sets("a", "b:c", "i", "1", "null");
        sets("a:b", "c", "i", "2", "null");
        caller.gets("stream::list_groups", "[\"a\"]", "[\"b:c\"]");
        caller.gets("stream::list", "[\"a:b\",\"c\"]", "[2]");
        caller.gets(
                "stream::list_all",
                "{}",
                "{\"stream\":[{\"id\":\"a\",\"groups\":[\"b:c\"]},{\"id\":\"a:b\",\"groups\":[\"c\"]}],\"count\":2}");
    }

    @Test
    void emptyFiltersMatchEverything() {
        registers("on");
        binds("t", "stream", "on", "{\"stream_name\":\"s\",\"group_id\":\"\",\"item_id\":\"\"}");
        sets("s", "g", "i", "1", "null");
        caller.gets("stream::send", "[\"s\",\"h\",null,\"hi\",1]", "null");
        assertThat(asked()).hasSize(2);
    }

    @Test
    void triggerWithoutAStreamNeverFiresAndOneWithAnInvalidConfigIsRefused() {
        registers("on");
        binds("t", "stream", "on", "{\"group_id\":\"g\"}");
        handler.hearsNothing();
        binds("u", "stream", "on", "{\"stream_name\":5}");
        handler.hears("{\"type\":\"triggerregistrationresult\",\"id\":\"u\",\"trigger_type\":\"stream\","
                + "\"function_id\":\"on\",\"error\":{\"code\":\"trigger_registration_failed\","
                + "\"message\":\"Failed to deserialize stream trigger\"}}");
        sets("s", "g", "i", "1", "null");
        handler.hearsNothing();
    }

    @Test
    void reregisteredTriggerFiresByItsNewConfigAndUnregisteredTriggerNeverFires() {
        registers("one");
        registers("two");
        binds("t", "stream", "one", "{\"stream_name\":\"s\"}");
        binds("t", "stream", "two", "{\"stream_name\":\"z\"}");
        sets("s", "g", "i", "1", "null");
        sets("z", "g", "i", "1", "null");
        assertThat(asked()).extracting(InvokeFunction::functionId).containsExactly("two");
        handler.says("{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
        sets("z", "g", "i", "2", "1");
        handler.hearsNothing();
    }

    @Test
    void deliveriesHaveAParentSpanExceptThoseOfTelemetry() {
        registers("on");
        binds("t", "stream", "on", "{\"stream_name\":\"s\"}");
        binds("w", "stream", "on", "{\"stream_name\":\"iii:devtools:spans\"}");
        List<String> spans = new ArrayList<>();
        test.extend(
                installer -> installer.traceWith((name, parent, attributes) -> span(spans, name, parent, attributes)));
        String data = "\"group_id\":\"g\",\"item_id\":\"i\",\"data\":1}";
        TraceContext trace = TraceContext.of("parent", "b=1");
        value(Call.of("stream::set", RawJson.parse("{\"stream_name\":\"s\"," + data))
                .withTrace(trace));
        value(Call.of("stream::set", RawJson.parse("{\"stream_name\":\"iii:devtools:spans\"," + data))
                .withTrace(trace));
        List<InvokeFunction> calls = asked();
        assertThat(calls.get(0).traceparent()).isEqualTo("below stream_triggers");
        assertThat(calls.get(1).traceparent()).isNull();
        assertThat(spans).filteredOn(span -> span.startsWith("stream_triggers")).hasSize(1);
        answers(calls.get(0), "\"error\":{\"code\":\"c\",\"message\":\"m\"}");
        assertThat(spans).contains("stream_triggers ended: c");
    }

    private static Tracing.Span span(
            List<String> spans, String name, TraceContext parent, Map<String, String> attributes) {
        spans.add(name + " " + attributes.get("iii.function.kind"));
        return new Tracing.Span() {
            @Override
            public TraceContext context() {
                return new TraceContext("below " + name, parent.baggage());
            }

            @Override
            public void end(@Nullable ErrorBody error) {
                spans.add(name + " ended: " + (error == null ? "well" : error.code()));
            }
        };
    }
}
