package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.http.ServerSentEvent;
import dev.iii.sdk.http.middleware.MiddlewareDecision;
import dev.iii.sdk.internal.address.SocketAddresses;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadArgumentsTest {

    /** What callers without null checks give. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static Arguments bad(String message, ThrowingCallable call) {
        return Arguments.of(Named.of(message, message), call);
    }

    static Stream<Arguments> mistakes() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                bad("function id is blank", () -> Call.to("", null)),
                bad("function id is blank", () -> FunctionDefinition.of(" ", (json, call) -> null)),
                bad("queue is blank", () -> Call.to("f", null).enqueue("")),
                bad("namespace is blank", () -> Call.to("f", null).namespace("  ")),
                bad(
                        "timeout is PT0S; it must be longer than zero",
                        () -> Call.to("f", null).timeout(Duration.ZERO)),
                bad("worker name is blank", () -> WorkerOptions.named("")),
                bad("namespace is blank", () -> WorkerOptions.builder().namespace(" ")),
                bad(
                        "callTimeout is PT-1S; it must be longer than zero",
                        () -> WorkerOptions.builder().callTimeout(Duration.ofSeconds(-1))),
                bad("header name is blank", () -> WorkerOptions.builder().header("", "v")),
                bad(
                        "heartbeat.timeout is PT1S; it must be longer than heartbeat.interval, PT1S",
                        () -> new Heartbeat(second, second)),
                bad("backoff.jitter is 1.5; it must be from 0 to 1", () -> new Backoff(second, 2, second, 1.5)),
                bad(
                        "backoff.multiplier is NaN; it must be at least 1",
                        () -> new Backoff(second, Double.NaN, second, 0)),
                bad("limits.inbox is 0; it must be at least 1", () -> WorkerLimits.DEFAULT.withInbox(0)),
                bad(
                        "limits.outboundMessageBytes is 1000; it must be at least 65536",
                        () -> WorkerLimits.DEFAULT.withMessageBytes(1 << 20, 1000)),
                bad(
                        "limits.inboundMessageBytes is 0; it must be at least 65536",
                        () -> WorkerLimits.DEFAULT.withMessageBytes(0, 1 << 20)),
                bad("error code is blank", () -> new FunctionException("", "m")),
                bad(
                        "error code contains an unpaired surrogate; remove or replace it",
                        () -> new FunctionException("a\uD800b", "m")),
                bad(
                        "function id contains an unpaired surrogate; remove or replace it",
                        () -> FunctionDefinition.of("\uDC00", json -> null)),
                bad(
                        "httpStatus is 200; it must be from 400 to 599",
                        () -> new FunctionException("c", "m").withHttpStatus(200)),
                bad(
                        "errors is empty; it must contain at least one error",
                        () -> new InvalidRequestException(List.of())),
                bad("status is 99; it must be from 200 to 599", () -> HttpResponse.of(99, null)),
                bad("content type is blank", () -> HttpResponse.bytes(" ", new byte[0])),
                bad("text is null", () -> HttpResponse.text(200, nothing())),
                bad("writer is null", () -> HttpResponse.stream("text/plain", nothing())),
                bad("source is null", () -> HttpResponse.events(nothing())),
                bad("header value is null", () -> HttpResponse.of(200, null).withHeader("a", nothing())),
                bad("response is null", () -> MiddlewareDecision.respond(nothing())),
                bad("data is null", () -> ServerSentEvent.of(nothing())),
                bad("title is null", () -> ProblemDetails.of(400, "d").withType("t", nothing())),
                bad("errors is null", () -> new InvalidRequestException(BadArgumentsTest.<List<FieldError>>nothing())),
                bad("message is null", () -> new InvalidRequestException("quantity", nothing())),
                bad("fields is null", () -> Json.object(nothing())),
                bad("elements is null", () -> Json.array(nothing())),
                bad("headers is null", () -> new HttpRequest("GET", "/a", Map.of(), Map.of(), nothing(), Json.NULL)),
                bad("topic is blank; the trigger would never fire", () -> SubscribeTrigger.topic(" ")),
                bad("trigger type is blank", () -> Trigger.of("", null)),
                bad("path is blank; write / for the root", () -> HttpTrigger.get("")),
                bad("engine address is blank; it must be like ws://127.0.0.1:49134", () -> engineAddress(" ")),
                bad(
                        "the engine address has no scheme; put ws:// in front of it, as in ws://localhost:49134",
                        () -> engineAddress("localhost:49134")),
                bad(
                        "the engine address has no scheme; put ws:// in front of it, as in ws://10.0.0.1:49134",
                        () -> engineAddress("10.0.0.1:49134/?token=secret")),
                bad(
                        "the engine address has no scheme; put ws:// in front of it, as in ws://127.0.0.1:49134",
                        () -> engineAddress("user:secret@host")),
                bad(
                        "the scheme of the engine address is https; write wss:// in place of https://, as in"
                                + " ws://127.0.0.1:49134",
                        () -> engineAddress("https://localhost")),
                bad(
                        "the scheme of the engine address is tcp; it must be ws or wss, as in ws://127.0.0.1:49134",
                        () -> engineAddress("tcp://localhost")),
                bad(
                        "the port of the engine address is 70000; it must be from 1 to 65535",
                        () -> engineAddress("ws://localhost:70000")),
                bad(
                        "the engine address has a fragment, which is never sent to the server; remove the # and"
                                + " everything after it",
                        () -> engineAddress("ws://localhost:49134/#secret")),
                bad(
                        "the host or the port of the engine address is not valid: a host has letters, digits, '-', '_'"
                                + " and '.' only, a port is a number; it must be like ws://127.0.0.1:49134",
                        () -> engineAddress("ws://my*engine:49134")),
                bad(
                        "the engine address has no scheme; put ws:// in front of it, as in ws://my_engine:49134",
                        () -> engineAddress("my_engine:49134")),
                bad(
                        "the port of the engine address is 70000; it must be from 1 to 65535",
                        () -> engineAddress("ws://my_engine:70000")),
                bad(
                        "the scheme of the engine address is http; write ws:// in place of http://, as in"
                                + " ws://127.0.0.1:49134",
                        () -> engineAddress("http://localhost:1")),
                bad(
                        "the engine address has no host; it must be like ws://127.0.0.1:49134",
                        () -> engineAddress("ws:///x")),
                bad("not a JSON value: JSON ends too early", () -> Json.parse("{")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void areToldInWordsOfTheCaller(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/*", "*", ":", "{", "}", "a/{b}-{c}", "{*rest}/a", "x/{a", "y:/{*}", "a/:b*"})
    void pathsThatTheEngineCannotRouteAreRefused(String path) {
        assertThatThrownBy(() -> HttpTrigger.get(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot route");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a", "a/:b/c", "files/{*rest}", "b-:a", "a%20b", ":a-b"})
    void pathsThatTheEngineRoutesAreTaken(String path) {
        assertThat(HttpTrigger.get(path).toString()).isEqualTo("HttpTrigger[GET " + path + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "/o/{id}, :id",
        "{id}, :id",
        "/o/{id}/lines, :id",
        "/o/{id:[0-9]+}, :id",
        "/o/<id>, :id",
        "/o/<int:id>, :id",
        "/o/[id], :id"
    })
    void aPathParameterInTheNotationOfAnotherLibraryIsRefusedWithTheRemedy(String path, String remedy) {
        assertThatThrownBy(() -> HttpTrigger.get(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path " + path + ": the engine passes no value of the segment '")
                .hasMessageEndingWith("to the function; write " + remedy + " for a path parameter");
    }

    @Test
    void anAddressWithAPasswordIsNotRepeated() {
        assertThatThrownBy(() -> engineAddress("http://user:secret@host?token=secret"))
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> engineAddress("ws://user:secret@ho st?token=secret"))
                .hasMessageNotContaining("secret");
    }

    @Test
    void optionsDoNotShowHeaders() {
        assertThat(WorkerOptions.builder()
                        .header("Authorization", "secret")
                        .build()
                        .toString())
                .doesNotContain("secret");
    }

    private static java.net.URI engineAddress(String url) {
        return SocketAddresses.parse(url, "engine address", "ws://127.0.0.1:49134");
    }
}
