package dev.iii.stub.httpfunctions;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests HTTP-invoked functions against a real HTTP server. */
class HttpFunctionsWorkerTest {

    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private static final int MAX_ANSWER = 1000;

    private final Map<String, String> variables = Map.of("TOKEN", "s3cret", "EMPTY", "", "BROKEN", "a\r\nb: c");
    private TestEngine test = engine(UrlPolicy.LOCAL);
    private TestPeer worker = test.worker("owner");

    private TestEngine engine(UrlPolicy policy) {
        return new TestEngine(new HttpFunctionsWorker(new HttpFunctionsOptions(policy, variables, MAX_ANSWER)));
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void forget() {
        SERVER.resetAll();
    }

    @AfterEach
    void close() {
        test.engine.close();
    }

    private void under(UrlPolicy policy) {
        test.engine.close();
        test = engine(policy);
        worker = test.worker("owner");
    }

    private void registers(String invocation) {
        worker.says("{\"type\":\"registerfunction\",\"id\":\"f\",\"invocation\":" + invocation + "}");
    }

    private void registersHook(String more) {
        registers("{\"url\":\"" + SERVER.baseUrl() + "/hook\"" + more + "}");
    }

    private Outcome calls(String data) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        test.engine.invoke(Call.of("f", RawJson.parse(data)), outcome::complete);
        return outcome.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private ErrorBody fails() {
        Outcome outcome = calls("{}");
        assertThat(outcome).isInstanceOf(Outcome.Failure.class);
        return ((Outcome.Failure) outcome).error();
    }

    private boolean isRegistered() {
        return test.engine.function(Namespaces.DEFAULT, "f").isPresent();
    }

    @Test
    void requestHasOnlyTheBodyAndTheHeadersOfTheEngine() {
        SERVER.stubFor(post("/hook").willReturn(okJson("{\"ok\":true}")));
        registersHook(",\"headers\":{\"X-Mine\":\"é\"}");
        assertThat(calls("{\"n\": 1}")).isEqualTo(Outcome.value(RawJson.parse("{\"ok\":true}")));
        SERVER.verify(postRequestedFor(urlEqualTo("/hook"))
                .withHeader("content-type", equalTo("application/json"))
                .withHeader("accept", equalTo("*/*"))
                .withHeader("x-iii-function-path", equalTo("f"))
                .withHeader("x-iii-invocation-id", matching("[0-9a-f-]{36}"))
                .withHeader("x-iii-timestamp", matching("[0-9]+"))
                .withHeader("x-mine", matching(".+"))
                .withHeader("user-agent", absent())
                .withHeader("accept-encoding", absent())
                .withHeader("upgrade", absent())
                .withRequestBody(equalToJson("{\"n\":1}")));
    }

    @Test
    void requestContainsThePrefixedFunctionId() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1")));
        TestPeer prefixed = test.connect(new Access() {
            @Override
            public String functionPrefix() {
                return "pre";
            }
        });
        prefixed.says(
                "{\"type\":\"registerfunction\",\"id\":\"g\",\"invocation\":{\"url\":\"" + SERVER.baseUrl() + "/g\"}}");
        test.clock.advance(Duration.ofSeconds(5));
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        test.engine.invoke(Call.of("pre::g", RawJson.NULL), outcome::complete);
        outcome.orTimeout(20, TimeUnit.SECONDS).join();
        SERVER.verify(postRequestedFor(urlEqualTo("/g")).withHeader("x-iii-function-path", equalTo("pre::g")));
    }

    @Test
    void redirectsAreNotFollowed() {
        SERVER.stubFor(any(urlEqualTo("/hook")).willReturn(temporaryRedirect("/elsewhere")));
        registersHook("");
        assertThat(calls("{}")).isEqualTo(Outcome.NONE);
        SERVER.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void authenticationChallengeIsAnError() {
        SERVER.stubFor(any(anyUrl()).willReturn(status(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
        registersHook("");
        assertThat(fails()).isEqualTo(new ErrorBody("http_error", "HTTP 401 Unauthorized"));
    }

    @Test
    void cookiesAreNotStored() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1").withHeader("Set-Cookie", "a=b; Path=/")));
        registersHook("");
        calls("{}");
        calls("{}");
        SERVER.verify(2, postRequestedFor(urlEqualTo("/hook")).withHeader("cookie", absent()));
    }

    @Test
    void timeoutAppliesToTheWholeExchange() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"a\":1}").withChunkedDribbleDelay(10, 60_000)));
        registersHook(",\"timeout_ms\":200");
        assertThat(fails())
                .isEqualTo(new ErrorBody(
                        "http_request_failed",
                        "error sending request for url (" + SERVER.baseUrl() + "/hook): operation timed out"));
    }

    @Test
    void timeoutOfZeroExpiresImmediately() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1").withFixedDelay(60_000)));
        registersHook(",\"timeout_ms\":0");
        assertThat(fails().code()).isEqualTo("http_request_failed");
    }

    @Test
    void responseThatIsTooLargeIsAnError() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("\"" + "x".repeat(MAX_ANSWER) + "\"")));
        registersHook("");
        assertThat(fails())
                .isEqualTo(new ErrorBody(
                        "http_response_failed",
                        "error reading the response of url (" + SERVER.baseUrl()
                                + "/hook): it is larger than 1000 bytes"));
    }

    @Test
    void responseThatNoWorkerCouldReadIsRefused() {
        SERVER.stubFor(any(anyUrl()).willReturn(status(200).withBody("[".repeat(300) + "]".repeat(300))));
        registersHook("");
        assertThat(fails().code()).isEqualTo("invalid_response");
        SERVER.stubFor(any(anyUrl()).willReturn(status(200).withBody(new byte[] {'"', (byte) 0xC3, '"'})));
        assertThat(fails())
                .isEqualTo(
                        new ErrorBody("invalid_response", "the response is not a JSON value: the bytes are not UTF-8"));
    }

    @Test
    void brokenConnectionIsAnError() {
        SERVER.stubFor(any(anyUrl()).willReturn(status(200).withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
        registersHook("");
        assertThat(fails().code()).isIn("http_request_failed", "http_response_failed");
        SERVER.stubFor(any(anyUrl()).willReturn(status(200).withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(fails().code()).isEqualTo("http_request_failed");
    }

    @Test
    void queryIsSentButNotPartOfErrors() {
        SERVER.stubFor(get("/hook?key=abc&x=%C3%A9%20").willReturn(status(500)));
        registers("{\"url\":\"" + SERVER.baseUrl() + "/hook?key=abc&x=é%20\",\"method\":\"GET\"}");
        assertThat(fails()).isEqualTo(new ErrorBody("http_error", "HTTP 500 Internal Server Error"));
        SERVER.verify(getRequestedFor(urlEqualTo("/hook?key=abc&x=%C3%A9%20")));
        registers("{\"url\":\"http://u:pw@127.0.0.1:1/hook?key=abc\"}");
        assertThat(fails().message())
                .startsWith("error sending request for url (http://127.0.0.1:1/hook): ")
                .doesNotContain("abc", "pw");
    }

    @Test
    void userOfTheUrlIsSentAsBasicCredentials() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1")));
        registers("{\"url\":\"" + SERVER.baseUrl().replace("//", "//me:p%40ss@") + "/hook\"}");
        calls("{}");
        String basic = Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
        SERVER.verify(postRequestedFor(urlEqualTo("/hook")).withHeader("authorization", equalTo("Basic " + basic)));
    }

    @Test
    void bearerAndKeyComeFromTheEnvironmentOfTheEngine() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1")));
        registersHook(",\"auth\":{\"type\":\"bearer\",\"token_key\":\"TOKEN\"}");
        calls("{}");
        registersHook(",\"auth\":{\"type\":\"api_key\",\"header\":\"X-Key\",\"value_key\":\"TOKEN\"}");
        calls("{}");
        SERVER.verify(1, postRequestedFor(urlEqualTo("/hook")).withHeader("authorization", equalTo("Bearer s3cret")));
        SERVER.verify(1, postRequestedFor(urlEqualTo("/hook")).withHeader("x-key", equalTo("s3cret")));
    }

    @Test
    void signatureCoversTimeAndBody() throws Exception {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1")));
        registersHook(",\"auth\":{\"type\":\"hmac\",\"secret_key\":\"TOKEN\"}");
        calls("{\"n\":1}");
        long now = test.clock.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String signed = now + ":" + Base64.getEncoder().encodeToString("{\"n\":1}".getBytes(StandardCharsets.US_ASCII));
        String signature = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        SERVER.verify(postRequestedFor(urlEqualTo("/hook"))
                .withHeader("x-iii-timestamp", equalTo(Long.toString(now)))
                .withHeader("x-iii-signature", equalTo("sha256=" + signature)));
        registersHook(",\"auth\":{\"type\":\"hmac\",\"secret_key\":\"EMPTY\"}");
        assertThat(calls("{}")).isInstanceOf(Outcome.Value.class);
    }

    @Test
    void headersOfTheConnectionAreSetByTheEngine() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1")));
        registersHook(
                ",\"headers\":{\"Content-Length\":\"1\",\"Transfer-Encoding\":\"chunked\",\"Connection\":\"upgrade\"}");
        calls("{\"n\":1}");
        SERVER.verify(postRequestedFor(urlEqualTo("/hook"))
                .withHeader("content-length", equalTo("7"))
                .withHeader("transfer-encoding", absent())
                .withRequestBody(equalToJson("{\"n\":1}")));
    }

    @Test
    void nameThatResolvesToAPrivateAddressIsRefusedAtConnect() {
        under(new UrlPolicy(List.of(), AllowedAddresses.PUBLIC, false));
        // 127.0.0.1 as a single number. It is not a literal address, so only its resolution shows that it is private.
        registers("{\"url\":\"http://2130706433:" + SERVER.port() + "/hook\"}");
        assertThat(isRegistered()).isTrue();
        assertThat(fails()).isEqualTo(new ErrorBody("url_validation_failed", "Private IP blocked"));
        SERVER.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void unknownHostIsAnError() {
        registers("{\"url\":\"http://no-such-host.invalid/hook\"}");
        assertThat(fails().message()).startsWith("error sending request for url (http://no-such-host.invalid/hook): ");
    }

    @Test
    void valueThatBreaksAHeaderIsRefused() {
        registersHook(",\"auth\":{\"type\":\"bearer\",\"token_key\":\"BROKEN\"}");
        assertThat(isRegistered()).isFalse();
        registersHook(",\"headers\":{\"x\":\"a\\r\\nb: c\"}");
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void closedEngineLeavesNoThreadOfTheClient() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("1")));
        registersHook("");
        calls("{}");
        assertThat(threads()).isPositive();
        test.engine.close();
        await().until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("iii-stub-httpfn"))
                .count();
    }
}
