package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.internal.invocation.Invoker;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.StreamTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An error that no caller receives is in the log of the worker. */
class UnheardErrorsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("unheard");
    private final Worker worker = engine.worker();

    record Order(String sku, int quantity) {}

    private static List<String> lines(LogLines log, String function) {
        return log.lines().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(function + " "))
                .toList();
    }

    private void assertLogged(Trigger trigger, String type, Runnable fire) {
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Order.class, (order, call) -> null)
                    .awaitConfirmed(PATIENCE);
            worker.registerTrigger(trigger, function).awaitConfirmed(PATIENCE);
            fire.run();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines(log, function))
                            .hasSize(1)
                            .allMatch(line -> line.startsWith(
                                    function + " was not run, because its input cannot be read (invocation "))
                            .allMatch(line -> line.contains(", from trigger " + type + "): "))
                            .allMatch(line -> line.contains("sku: missing; expected a string")
                                    || line.contains("expected an object (Order), was a string")));
        }
    }

    @Test
    void ofACronTrigger() {
        assertLogged(CronTrigger.expression("* * * * * *"), "cron", () -> {});
    }

    @Test
    void ofAStateTrigger() {
        String scope = unique("scope");
        assertLogged(StateTrigger.scope(scope), "state", () -> worker.state().set(scope, "k", 1));
    }

    @Test
    void ofASubscriber() {
        String topic = unique("topic");
        assertLogged(SubscribeTrigger.topic(topic), "subscribe", () -> worker.publish(topic, "text"));
    }

    @Test
    void ofADurableSubscriber() {
        String topic = unique("topic");
        assertLogged(
                DurableSubscriberTrigger.topic(topic),
                "durable:subscriber",
                () -> worker.queues().publish(topic, Map.of("a", 1)));
    }

    @Test
    void ofAStreamTrigger() {
        String stream = unique("stream");
        assertLogged(
                StreamTrigger.stream(stream), "stream", () -> worker.streams().set(stream, "g", "i", Map.of("a", 1)));
    }

    @Test
    void ofACallThatIsEnqueued() {
        engine.onlyOnTheStub("the real engine needs another program for queued calls");
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Order.class, (order, call) -> null)
                    .awaitConfirmed(PATIENCE);
            worker.trigger(Call.to(function, Map.of("quantity", 1)).enqueue("default"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines(log, function))
                            .anyMatch(line -> line.contains("sku: missing; expected a string")));
        }
    }

    @Test
    void thatTheHandlerReturnsToATrigger() {
        String topic = unique("topic");
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Order.class, (order, call) -> {
                        throw new FunctionException("sold_out", "none left");
                    })
                    .awaitConfirmed(PATIENCE);
            worker.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
            worker.publish(topic, new Order("a", 1));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines(log, function))
                            .hasSize(1)
                            .allMatch(line -> line.startsWith(function + " returned an error that no caller receives"))
                            .allMatch(line -> line.contains("from trigger subscribe): sold_out: none left")));
            assertThatThrownBy(() -> worker.trigger(function, new Order("a", 1)))
                    .hasMessage("none left");
            assertThat(lines(log, function)).hasSize(1);
        }
    }

    @Test
    void thatTheHandlerReturnsToAQueue() {
        engine.onlyOnTheStub("the real engine needs another program for queued calls");
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Order.class, (order, call) -> {
                        throw new FunctionException("sold_out", "none left");
                    })
                    .awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> engine.worker().trigger(function, new Order("a", 1)))
                    .hasMessage("none left");
            assertThat(lines(log, function)).isEmpty();
            worker.trigger(Call.to(function, new Order("a", 1)).enqueue("default"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines(log, function))
                            .hasSize(1)
                            .allMatch(line -> line.startsWith(function
                                    + " returned an error, which no caller receives if a queue has made the call"
                                    + " (invocation "))
                            .allMatch(line -> line.contains("): sold_out: none left")));
        }
    }

    @Test
    void theOriginOfACallWithoutTheIdOfItsCallerIsNotGuessed() {
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Order.class, (order, call) -> null)
                    .awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, "hello")).isInstanceOf(InvalidRequestException.class);
            assertThat(lines(log, function)).isEmpty();
            assertThatThrownBy(() -> engine.worker().trigger(function, "hello"))
                    .isInstanceOf(InvalidRequestException.class);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(lines(log, function))
                            .singleElement()
                            .asString()
                            .contains("cannot be read (invocation ")
                            .doesNotContain("trigger", "queue"));
        }
    }

    @Test
    void onlyOneLinePerFunctionAndMinute() {
        String topic = unique("topic");
        AtomicInteger runs = new AtomicInteger();
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Integer.class, (number, call) -> runs.incrementAndGet())
                    .awaitConfirmed(PATIENCE);
            worker.registerTrigger(SubscribeTrigger.topic(topic), function).awaitConfirmed(PATIENCE);
            for (int i = 0; i < 20; i++) {
                worker.publish(topic, "text");
            }
            worker.publish(topic, 1);
            Awaitility.await().atMost(PATIENCE).until(() -> runs.get() == 1);
            assertThat(lines(log, function)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void anErrorThatACallerReceivesIsNotLogged() throws Exception {
        String path = "/" + unique("unheard");
        try (LogLines log = new LogLines(Invoker.class)) {
            worker.registerFunction(function, Order.class, (order, call) -> null)
                    .awaitConfirmed(PATIENCE);
            worker.registerTrigger(HttpTrigger.post(path), function).awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, Map.of("quantity", 1)))
                    .isInstanceOf(InvalidRequestException.class);
            HttpRequest request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + path))
                    .POST(HttpRequest.BodyPublishers.ofString("a=b"))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .contains("body: not read, because its Content-Type is application/x-www-form-urlencoded; send JSON"
                            + " with the Content-Type application/json");
            assertThat(lines(log, function)).isEmpty();
        }
    }

    @Test
    void theInvalidRequestOfAnInnerCallIsTheFaultOfTheOuterFunction() throws Exception {
        String path = "/" + unique("outer");
        String outer = unique("outer");
        worker.registerFunction(function, Order.class, (order, call) -> order).awaitConfirmed(PATIENCE);
        worker.registerFunction(outer, (json, call) -> worker.trigger(function, Map.of("secret", 1)))
                .awaitConfirmed(PATIENCE);
        worker.registerTrigger(HttpTrigger.post(path), outer).awaitConfirmed(PATIENCE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + path))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("content-type", "application/json")
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("invocation_failed").doesNotContain("sku");
        assertThatThrownBy(() -> worker.trigger(outer, Map.of()))
                .isNotInstanceOf(InvalidRequestException.class)
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invocation_failed"));
    }
}
