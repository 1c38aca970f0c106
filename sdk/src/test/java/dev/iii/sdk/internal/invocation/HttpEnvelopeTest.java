package dev.iii.sdk.internal.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.http.BytesReader;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpEnvelopeTest {

    private static final UUID ID = new UUID(1, 2);

    private static String envelope(String path, String query, String body) {
        return "{\"path\":\"items/:sku\",\"method\":\"post\",\"path_params\":" + path + ",\"query_params\":" + query
                + ",\"headers\":{\"x-a\":\"v\"},\"body\":" + body
                + ",\"trigger\":{\"type\":\"http\",\"path\":\"items/:sku\",\"method\":\"POST\"},"
                + "\"request_body\":{\"channel_id\":\"c\",\"access_key\":\"k\",\"direction\":\"read\"},"
                + "\"response\":{\"channel_id\":\"d\",\"access_key\":\"k\",\"direction\":\"write\"}}";
    }

    private static HttpEnvelope read(String json) {
        return Objects.requireNonNull(HttpEnvelope.of(RawJson.parse(json)));
    }

    private static @Nullable HttpEnvelope tryRead(String json) {
        return HttpEnvelope.of(RawJson.parse(json));
    }

    private static String result(@Nullable Object value) {
        return HttpEnvelope.result(value, body -> Payloads.write(body, JacksonCodec.INSTANCE))
                .text();
    }

    @Test
    void bodyWinsOverQueryAndPathOverBoth() {
        HttpEnvelope envelope = read(envelope(
                "{\"sku\":\"path\"}", "{\"sku\":\"q\",\"n\":\"1\",\"m\":\"2\"}", "{\"sku\":\"body\",\"n\":3}"));
        assertThat(Json.parse(envelope.input(null, JacksonCodec.INSTANCE).text()))
                .isEqualTo(Json.parse("{\"sku\":\"path\",\"n\":3,\"m\":\"2\"}"));
    }

    @Test
    void aBodyOtherThanAnObjectIsTheInput() {
        assertThat(read(envelope("{}", "{\"a\":\"1\"}", "[1,2]"))
                        .input(null, JacksonCodec.INSTANCE)
                        .text())
                .isEqualTo("[1,2]");
        assertThat(read(envelope("{}", "{\"a\":\"1\"}", "\"text\""))
                        .input(null, JacksonCodec.INSTANCE)
                        .text())
                .isEqualTo("\"text\"");
    }

    @Test
    void withoutABodyTheParametersAreTheInput() {
        assertThat(read(envelope("{\"sku\":\"A%201+\"}", "{}", "null"))
                        .input(null, JacksonCodec.INSTANCE)
                        .text())
                .isEqualTo("{\"sku\":\"A 1+\"}");
    }

    @Test
    void anInvalidEscapeInThePathIsNotDecoded() {
        assertThat(read(envelope("{\"sku\":\"%zz\"}", "{}", "null"))
                        .input(null, JacksonCodec.INSTANCE)
                        .text())
                .isEqualTo("{\"sku\":\"%zz\"}");
    }

    @Test
    void aPayloadOfAWorkerIsNeverAnEnvelope() {
        String forged = envelope("{}", "{}", "null").replaceFirst("\\{", "{\"_caller_worker_id\":\"w\",");
        assertThat(tryRead(forged)).isNull();
    }

    @Test
    void anOrdinaryPayloadIsNotAnEnvelope() {
        assertThat(tryRead("{\"request_body\":1}")).isNull();
        assertThat(tryRead("{\"trigger\":{\"type\":\"http\"},\"request_body\":{}}"))
                .isNull();
        assertThat(tryRead("[\"request_body\"]")).isNull();
        assertThat(tryRead("5")).isNull();
    }

    @Test
    void theEnvelopeContainsTheWholeRequest() {
        HttpRequest request = read(envelope("{\"sku\":\"a%2Fb\"}", "{\"q\":\"x\"}", "{\"n\":1}"))
                .request(JacksonCodec.INSTANCE, ref -> new BytesReader(new byte[] {7}));
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.route()).isEqualTo("items/:sku");
        assertThat(request.pathParams()).isEqualTo(Map.of("sku", "a/b"));
        assertThat(request.queryParams()).isEqualTo(Map.of("q", "x"));
        assertThat(request.header("X-A")).contains("v");
        assertThat(request.body().text()).isEqualTo("{\"n\":1}");
        assertThat(request.toString()).isEqualTo("HttpRequest[POST items/:sku]");
    }

    @Test
    void aValueIsTheBodyOfStatus200() {
        assertThat(result(Map.of("left", 2))).isEqualTo("{\"status_code\":200,\"headers\":{},\"body\":{\"left\":2}}");
    }

    @Test
    void aResultWithoutAValueIsStatus204() {
        assertThat(result(null))
                .isEqualTo("{\"status_code\":204,\"headers\":{\"content-type\":\"application/json\"},\"body\":null}");
        assertThat(result(Json.NULL)).isEqualTo(result(null));
    }

    @Test
    void aResponseIsSentUnchanged() {
        assertThat(result(HttpResponse.of(201, "made").withHeader("location", "/items/1")))
                .isEqualTo("{\"status_code\":201,\"headers\":{\"location\":\"/items/1\"},\"body\":\"made\"}");
    }

    @Test
    void severalValuesOfAHeaderAreSentAsLines() {
        HttpResponse response =
                HttpResponse.of(200, "x").withHeader("set-cookie", "a=1").withAddedHeader("Set-Cookie", "b=2");
        assertThat(result(response))
                .isEqualTo(
                        "{\"status_code\":200,\"headers\":[\"set-cookie: a=1\",\"set-cookie: b=2\"],\"body\":\"x\"}");
    }

    @Test
    void anErrorOfTheFunctionIsAProblemDocument() {
        Json problem = Json.parse(
                HttpEnvelope.problem(new FunctionException("not_enough_stock", "only 2 left").withHttpStatus(409), ID)
                        .text());
        assertThat(problem.field("status_code").text()).isEqualTo("409");
        assertThat(problem.field("headers").text()).isEqualTo("{\"content-type\":\"application/problem+json\"}");
        assertThat(problem.field("body").text())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"only 2"
                        + " left\",\"code\":\"not_enough_stock\"}");
    }

    @Test
    void aBadRequestNamesEveryField() {
        Json problem = Json.parse(HttpEnvelope.problem(
                        new InvalidRequestException(List.of(
                                new InvalidRequestException.FieldError("sku", "is blank"),
                                new InvalidRequestException.FieldError("quantity", "must be at least 1"))),
                        ID)
                .text());
        assertThat(problem.field("status_code").text()).isEqualTo("400");
        assertThat(problem.field("body").field("errors").text())
                .isEqualTo("[{\"field\":\"sku\",\"message\":\"is blank\"},{\"field\":\"quantity\",\"message\":\"must be"
                        + " at least 1\"}]");
    }

    @Test
    void anUnexpectedFailureDoesNotRevealItsMessage() {
        String problem = HttpEnvelope.problem(new IllegalStateException("jdbc password wrong"), ID)
                .text();
        assertThat(problem)
                .contains("\"status_code\":500")
                .contains(ID.toString())
                .doesNotContain("jdbc");
    }

    @ParameterizedTest
    @CsvSource({
        "invocation_failed, 500, invocation_failed",
        "invalid_response, 500, invocation_failed",
        "TIMEOUT, 504, TIMEOUT",
        "invalid_request, 500, invocation_failed",
        "function_not_found, 500, invocation_failed",
        "invocation_stopped, 500, invocation_failed",
        "FORBIDDEN, 500, invocation_failed",
        "INVALID_NAMESPACE, 500, invocation_failed",
        "enqueue_error, 500, invocation_failed",
        "overloaded, 500, invocation_failed"
    })
    void theInternalFailureOfACalledFunctionRevealsNothing(String code, int status, String sent) {
        FunctionException called =
                new FunctionException(code, "it failed with JdbcException").withFunctionId("inner::f");
        Json problem = Json.parse(HttpEnvelope.problem(called, ID).text());
        assertThat(problem.field("status_code").text()).isEqualTo(String.valueOf(status));
        assertThat(problem.field("body").field("code").text()).isEqualTo('"' + sent + '"');
        assertThat(problem.text()).contains(ID.toString()).doesNotContain("Jdbc");
        Json chosen =
                Json.parse(HttpEnvelope.problem(called.withHttpStatus(502), ID).text());
        assertThat(chosen.field("status_code").text()).isEqualTo("502");
    }

    private static Arguments failure(Throwable thrown, int status, String code) {
        return Arguments.of(thrown, status, code);
    }

    /** Failures of calls that the handler has made, and failures of the handler itself. Each message is a secret. */
    static Stream<Arguments> failures() {
        String secret = "secret";
        return Stream.of(
                failure(
                        new InvalidRequestException(secret, secret).withFunctionId("inner::f"),
                        500,
                        "invocation_failed"),
                failure(
                        new InvalidRequestException(secret, secret)
                                .withHttpStatus(413)
                                .withFunctionId("inner::f"),
                        500,
                        "invocation_failed"),
                failure(new FunctionNotFoundException(secret, null), 500, "invocation_failed"),
                failure(new CallRefusedException(secret, null), 500, "invocation_failed"),
                failure(new OutcomeUnknownException(secret, null), 500, "invocation_failed"),
                failure(new WorkerClosedException(secret, null), 500, "invocation_failed"),
                failure(new CallCancelledException(secret, null), 500, "invocation_failed"),
                failure(new InvalidPayloadException(secret, secret), 500, "invocation_failed"),
                failure(new OverloadedException(secret, null), 503, "overloaded"),
                failure(new CallTimeoutException(secret, true), 504, "TIMEOUT"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theFailureOfACallThatTheHandlerHasMadeIsNotAnErrorOfTheClient(Throwable thrown, int status, String code) {
        Json problem = Json.parse(HttpEnvelope.problem(thrown, ID).text());
        assertThat(problem.field("status_code").text()).isEqualTo(String.valueOf(status));
        assertThat(problem.field("body").field("code").text()).isEqualTo('"' + code + '"');
        assertThat(problem.text())
                .contains(ID.toString())
                .doesNotContain("secret")
                .doesNotContain("limit of concurrent calls of the function");
    }

    @ParameterizedTest
    @CsvSource({"invalid_request, 422", "function_not_found, 404", "FORBIDDEN, 403", "overloaded, 503", "TIMEOUT, 422"})
    void anErrorThatTheHandlerItselfReportsIsForTheClient(String code, int status) {
        FunctionException own = new FunctionException(code, "for the client").withHttpStatus(status);
        Json problem = Json.parse(HttpEnvelope.problem(own, ID).text());
        assertThat(problem.field("status_code").text()).isEqualTo(String.valueOf(status));
        assertThat(problem.text()).contains("for the client").contains(code);
    }

    @Test
    void aRequestThatWasRefusedBeforeTheHandlerHasRunNamesTheLimit() {
        assertThat(HttpEnvelope.overloaded(new OverloadedException("secret", null), ID)
                        .text())
                .contains("\"status_code\":503")
                .contains("The limit of concurrent calls of the function is reached; try again later.")
                .doesNotContain("secret");
    }

    private static InvalidRequestException explained(String headers, String body, String field, String message) {
        String envelope = envelope("{}", "{}", body).replace("{\"x-a\":\"v\"}", headers);
        return read(envelope).explain(new InvalidRequestException(field, message));
    }

    private static final String MISSING = "missing; expected a string";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded|body: not read, because its Content-Type is"
                        + " application/x-www-form-urlencoded; send JSON with the Content-Type application/json",
                "text/plain; charset=utf-8|body: not read, because its Content-Type is text/plain; charset=utf-8; send JSON"
                        + " with the Content-Type application/json",
                "application/vnd.api+json|body: not read, because its Content-Type is application/vnd.api+json; send JSON"
                        + " with the Content-Type application/json",
                "|body: not read, because it has no Content-Type; send JSON with the Content-Type application/json",
                "application/json|body: not valid JSON"
            })
    void aBodyThatTheEngineHasNotReadIsTheReasonForMissingFields(@Nullable String type, String message) {
        String typed = type == null ? "" : ",\"content-type\":\"" + type + "\"";
        assertThat(explained("{\"content-length\":\"7\"" + typed + "}", "null", "sku", MISSING))
                .hasMessage(message);
        assertThat(explained("{\"transfer-encoding\":\"chunked\"" + typed + "}", "null", "sku", MISSING))
                .hasMessage(message);
    }

    @Test
    void theTypeOfABodyIsNoReasonForOtherErrors() {
        String form = "{\"content-length\":\"7\",\"content-type\":\"text/plain\"}";
        assertThat(explained(form, "null", "limit", "expected an integer, was a string"))
                .hasMessage("limit: expected an integer, was a string");
        assertThat(explained("{\"content-length\":\"0\",\"content-type\":\"text/plain\"}", "null", "sku", MISSING))
                .hasMessage("sku: " + MISSING);
        assertThat(explained("{}", "null", "sku", MISSING)).hasMessage("sku: " + MISSING);
        assertThat(explained("{\"content-length\":\"2\",\"content-type\":\"application/json\"}", "{}", "sku", MISSING))
                .hasMessage("sku: " + MISSING);
    }

    @Test
    void aLongContentTypeIsShortened() {
        String form = "{\"content-length\":\"7\",\"content-type\":\"" + "x".repeat(5000) + "\"}";
        assertThat(String.valueOf(explained(form, "null", "sku", MISSING).getMessage())
                        .length())
                .isLessThan(300);
    }

    @Test
    void theErrorOfACalledFunctionIsPassedOn() {
        FunctionException called = new FunctionException("not_enough_stock", "only 2 left").withFunctionId("inner::f");
        Json problem = Json.parse(HttpEnvelope.problem(called, ID).text());
        assertThat(problem.field("status_code").text()).isEqualTo("422");
        assertThat(problem.text()).contains("only 2 left");
    }
}
