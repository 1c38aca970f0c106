package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.json.EndlessValues;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that never end, at each place where the SDK writes a value of the user: writing stops at the size of a frame. */
class EndlessValuesTest {

    private static final int LIMIT = 64 << 10;
    private static final String TOO_LARGE = "bytes, more than the maximum of ";

    @RegisterExtension
    static final Engine engine = new Engine();

    private final EndlessValues endless = new EndlessValues();
    private final String function = unique("endless");
    private final String type = unique("type");

    private Worker worker() {
        return engine.worker(Engine.options()
                .showErrorMessages(true)
                .limits(WorkerLimits.DEFAULT.withMessageBytes(1 << 20, LIMIT))
                .build());
    }

    /** Asserts that a value was begun, and was not written much further than to the limit. */
    private void assertStopped(int most) {
        assertThat(endless.produced()).isBetween(1, most);
    }

    private static void isRefused(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining(TOO_LARGE);
    }

    /** The places where a worker writes a value that belongs to a frame. */
    private Map<String, Consumer<Object>> places(Worker worker) {
        FunctionDefinition<Json> small = FunctionDefinition.of(function, (json, call) -> "ok");
        Map<String, Consumer<Object>> places = new LinkedHashMap<>();
        places.put("payload", value -> worker.trigger(function, value));
        places.put("asynchronous call", value -> {
            var unused = worker.triggerAsync(function, value);
        });
        places.put(
                "idempotent call",
                value -> worker.trigger(Call.to(function, value).idempotent(RetryPolicy.DEFAULT)));
        places.put(
                "metadata of a call",
                value -> worker.trigger(Call.to(function, 1).metadata(value)));
        places.put(
                "call without reply",
                value -> worker.trigger(Call.to(function, value).withoutReply()));
        places.put(
                "queued call", value -> worker.trigger(Call.to(function, value).enqueue("queue")));
        places.put("published message", value -> worker.publish("topic", value));
        places.put("state", value -> worker.state().set("scope", "key", value));
        places.put("stream", value -> worker.streams().set("stream", "group", "item", value));
        places.put("metadata of a function", value -> worker.registerFunction(small.metadata(value)));
        places.put("configuration of a trigger", value -> worker.registerTrigger(Trigger.of(type, value), function));
        places.put(
                "metadata of a trigger",
                value -> worker.registerTrigger(Trigger.of(type, 1).metadata(value), function));
        places.put("json", worker::json);
        return places;
    }

    @TestFactory
    List<DynamicTest> aValueThatNeverEndsIsRefusedAtEachPlace() {
        Worker worker = worker();
        Object value = Engine.notNull(endless.all().get("iterator"));
        return places(worker).entrySet().stream()
                .map(place -> DynamicTest.dynamicTest(place.getKey(), () -> {
                    isRefused(() -> place.getValue().accept(value));
                    assertStopped(LIMIT);
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> aResultThatNeverEndsIsAnError() {
        Worker worker = worker();
        return endless.all().entrySet().stream()
                .map(value -> DynamicTest.dynamicTest(value.getKey(), () -> {
                    String id = unique("endless");
                    worker.registerFunction(id, (json, call) -> value.getValue())
                            .awaitConfirmed(PATIENCE);
                    assertThatThrownBy(() -> worker.trigger(id, null))
                            .isInstanceOfSatisfying(
                                    FunctionException.class,
                                    e -> assertThat(e.code()).isEqualTo("invalid_response"))
                            .hasMessageContaining(TOO_LARGE);
                    assertStopped(LIMIT);
                }))
                .toList();
    }

    @Test
    void theBodyOfAnHttpResponseThatNeverEndsIsAnError() throws Exception {
        Worker worker = worker();
        worker.registerFunction(
                function, (json, call) -> HttpResponse.of(200, endless.all().get("iterator")));
        worker.registerTrigger(HttpTrigger.get("/" + function), function).awaitConfirmed(PATIENCE);
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/" + function))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(500);
        assertStopped(LIMIT);
    }

    @Test
    void aMessageOfATriggerTypeThatNeverEndsIsRefused() {
        Worker worker = worker();
        var provided = worker.registerTriggerType(
                TriggerTypeDefinition.of(type, "endless", Json.class), TriggerTypeHandler.acceptAll());
        provided.registration().awaitConfirmed(PATIENCE);
        Object value = Engine.notNull(endless.all().get("iterator"));
        isRefused(() -> provided.fire(value));
        assertStopped(LIMIT);
    }

    /** A line of the log must not fail. */
    @Test
    void theDataOfALogLineThatNeverEndIsReplaced() {
        worker().logger("endless").warn("it is long", endless.all().get("iterator"));
        assertStopped(LIMIT);
    }

    @Test
    void aCodecOfTheUserThatKnowsNoMaximumIsChecked() {
        JsonCodec simple = new JsonCodec() {
            @Override
            public byte[] write(@Nullable Object value) {
                return new byte[100];
            }

            @Override
            public Object read(byte[] json, int offset, int length, Type readType) {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(simple.write("x", 100)).hasSize(100);
        assertThatThrownBy(() -> simple.write("x", 99)).hasMessageContaining("it has at least 100 " + TOO_LARGE + "99");
    }
}
