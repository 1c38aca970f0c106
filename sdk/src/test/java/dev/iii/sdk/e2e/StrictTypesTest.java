package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a type does not accept is refused: when the function is registered, when a payload is read, when it is written. */
class StrictTypesTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String function = unique("strict");

    record Line(String sku, int quantity, boolean gift) {}

    record Search(
            String sku,
            int limit,
            boolean exact,
            Optional<Integer> page,
            Optional<BigDecimal> price,
            Optional<String> note) {}

    record Booked(Instant at) {}

    record Average(double avg) {}

    interface Shape {}

    record Drawing(List<Shape> shapes) {}

    public static final class Shop {
        @Function("strict-annotated::draw")
        public String draw(Drawing drawing) {
            return String.valueOf(drawing);
        }
    }

    private static void assertInvalid(Worker worker, String function, String payload, String message) {
        assertThatThrownBy(() -> worker.trigger(function, Json.parse(payload)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_request"))
                .hasMessageContaining(message);
    }

    @Test
    void aStringIsNoIntegerAndANumberIsNoString() {
        Worker worker = engine.worker();
        worker.registerFunction(function, Line.class, (line, call) -> line).awaitConfirmed(PATIENCE);
        assertInvalid(
                worker,
                function,
                "{\"sku\":5,\"quantity\":\"2\",\"gift\":1}",
                "sku: expected a string, was an integer");
        assertInvalid(
                worker,
                function,
                "{\"sku\":\"a\",\"quantity\":\"2\",\"gift\":true}",
                "quantity: expected an integer, was a string");
        assertInvalid(
                worker,
                function,
                "{\"sku\":\"a\",\"quantity\":2,\"gift\":1}",
                "gift: expected true or false, was an integer");
    }

    @Test
    void millisecondsAreNoTime() {
        Worker worker = engine.worker();
        worker.registerFunction(function, Booked.class, (booked, call) -> booked)
                .awaitConfirmed(PATIENCE);
        assertInvalid(
                worker,
                function,
                "{\"at\":1767225600000}",
                "at: expected a date-time such as 2026-01-31T12:00:00Z, was an integer");
    }

    @Test
    void notANumberIsRefusedWhenItIsWritten() {
        Worker worker = engine.worker();
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> new Average(0.0 / 0))
                        .resultType(Average.class))
                .awaitConfirmed(PATIENCE);
        assertThatThrownBy(() -> worker.trigger(function, Map.of()))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_response"))
                .hasMessageContaining("avg: cannot be written as JSON (Average): JSON has no NaN and no infinity");
        assertThatThrownBy(() -> worker.trigger(function, new Average(Double.POSITIVE_INFINITY)))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("the payload for " + function + ": avg: cannot be written as JSON");
    }

    @Test
    void aTypeThatCanNeverBeReadIsRefusedWhenTheFunctionIsRegistered() {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.registerFunction(function, Drawing.class, (drawing, call) -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the input of " + function + ": Drawing.shapes[]: Shape is an interface")
                .hasMessageContaining("@JsonTypeInfo");
        assertThatThrownBy(() -> worker.registerAll(new Shop()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Drawing.shapes[]: Shape is an interface");
        assertThatThrownBy(() -> worker.registerFunction(
                        FunctionDefinition.of(function, (json, call) -> null).resultType(InputStream.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the result of " + function + ": InputStream: InputStream is a stream");
        worker.registerFunction(function, (json, call) -> "still free").awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("still free");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(engine.httpUrl() + path));
    }

    @Test
    void parametersOfARequestAreConvertedButItsBodyIsNot() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(function, Search.class, (search, call) -> search)
                .awaitConfirmed(PATIENCE);
        worker.registerTrigger(HttpTrigger.post("/" + function.replace("::", "-") + "/:limit"), function)
                .awaitConfirmed(PATIENCE);
        String path = "/" + function.replace("::", "-");
        HttpResponse<String> converted = send(request(path + "/20?exact=true&sku=17&page=3&price=1.5&note=5")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(converted.body())
                .isEqualTo("{\"sku\":\"17\",\"limit\":20,\"exact\":true,\"page\":3,\"price\":1.5,\"note\":\"5\"}");
        HttpResponse<String> empty =
                send(request(path + "/20?exact=false&sku=&page=").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(empty.body())
                .isEqualTo("{\"sku\":\"\",\"limit\":20,\"exact\":false,\"page\":null,\"price\":null,\"note\":null}");
        HttpResponse<String> wrong =
                send(request(path + "/many?exact=true&sku=17").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("limit").contains("expected an integer, was a string");
        HttpResponse<String> body = send(request(path + "/20?sku=17")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"exact\":\"true\"}")));
        assertThat(body.statusCode()).isEqualTo(400);
        assertThat(body.body()).contains("exact").contains("expected true or false, was a string");
    }

    @Test
    void aBodyThatIsNotJsonIsNamedAsSuch() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(function, Line.class, (line, call) -> line).awaitConfirmed(PATIENCE);
        worker.registerFunction(
                        function + "-raw",
                        dev.iii.sdk.http.HttpRequest.class,
                        (request, call) -> request.bodyAs(Line.class))
                .awaitConfirmed(PATIENCE);
        String path = "/" + function.replace("::", "-");
        worker.registerTrigger(HttpTrigger.post(path), function).awaitConfirmed(PATIENCE);
        worker.registerTrigger(HttpTrigger.post(path + "-raw"), function + "-raw")
                .awaitConfirmed(PATIENCE);
        for (String each : List.of(path, path + "-raw")) {
            HttpResponse<String> invalid = send(request(each)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"sku\":\"a\",quantity:2}")));
            assertThat(invalid.statusCode()).isEqualTo(400);
            assertThat(invalid.body()).contains("\"field\":\"body\"").contains("not valid JSON");
            assertThat(invalid.body()).doesNotContain("missing");
            HttpResponse<String> absent = send(request(each).POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(absent.statusCode()).isEqualTo(400);
            assertThat(absent.body()).contains("missing").doesNotContain("not valid JSON");
        }
    }
}
