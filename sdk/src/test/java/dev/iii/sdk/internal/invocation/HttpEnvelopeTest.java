package dev.iii.sdk.internal.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.http.BytesReader;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return HttpEnvelope.result(value, JacksonCodec.INSTANCE).text();
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
        "TIMEOUT, 504, TIMEOUT"
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

    @Test
    void theErrorOfACalledFunctionIsPassedOn() {
        FunctionException called = new FunctionException("not_enough_stock", "only 2 left").withFunctionId("inner::f");
        Json problem = Json.parse(HttpEnvelope.problem(called, ID).text());
        assertThat(problem.field("status_code").text()).isEqualTo("422");
        assertThat(problem.text()).contains("only 2 left");
    }
}
