package dev.iii.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {

    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final UUID UUID_ID = UUID.fromString(ID);

    /** A frame and its JSON. Frames with optional fields are listed with all and with none of them. */
    record Golden(Frame frame, String json) {
        @Override
        public String toString() {
            return json;
        }
    }

    static List<Golden> golden() {
        RawJson object = RawJson.parse("{\"a\":[1,2.5e3,\"ü\\n\"]}");
        return List.of(
                new Golden(
                        new WorkerRegistered("w", "t"),
                        "{\"type\":\"workerregistered\",\"worker_id\":\"w\",\"reattach_token\":\"t\"}"),
                new Golden(new WorkerRegistered("w", null), "{\"type\":\"workerregistered\",\"worker_id\":\"w\"}"),
                new Golden(
                        new Reattach("w", "t"),
                        "{\"type\":\"reattach\",\"previous_worker_id\":\"w\",\"reattach_token\":\"t\"}"),
                new Golden(
                        new RegisterFunction("f", "d", object, object, object, object),
                        "{\"type\":\"registerfunction\",\"id\":\"f\",\"description\":\"d\",\"request_format\":"
                                + object.text()
                                + ",\"response_format\":" + object.text() + ",\"metadata\":" + object.text()
                                + ",\"invocation\":" + object.text() + "}"),
                new Golden(
                        new RegisterFunction("f", null, null, null, null, null),
                        "{\"type\":\"registerfunction\",\"id\":\"f\"}"),
                new Golden(new UnregisterFunction("f"), "{\"type\":\"unregisterfunction\",\"id\":\"f\"}"),
                new Golden(
                        new RegisterTriggerType("tt", "d", object, object, "n"),
                        "{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\",\"trigger_request_format\":"
                                + object.text() + ",\"call_request_format\":" + object.text()
                                + ",\"namespace\":\"n\"}"),
                new Golden(
                        new RegisterTrigger("t", "http", "f", object, object, "n", "m"),
                        "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":"
                                + object.text() + ",\"metadata\":" + object.text()
                                + ",\"namespace\":\"n\",\"trigger_namespace\":\"m\"}"),
                new Golden(
                        new RegisterTrigger("t", "http", "f", RawJson.NULL, null, null, null),
                        "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":null}"),
                new Golden(
                        new TriggerRegistrationResult("t", "http", "f", new ErrorBody("c", "m", "s")),
                        "{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\","
                                + "\"error\":{\"code\":\"c\",\"message\":\"m\",\"stacktrace\":\"s\"}}"),
                new Golden(
                        new TriggerRegistrationResult("t", "http", "f", null),
                        "{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\"}"),
                new Golden(
                        new UnregisterTrigger("t", "http"),
                        "{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}"),
                new Golden(
                        new RegisterService("s", "n", "d", "p"),
                        "{\"type\":\"registerservice\",\"id\":\"s\",\"name\":\"n\",\"description\":\"d\",\"parent_service_id\":\"p\"}"),
                new Golden(
                        new InvokeFunction(
                                UUID_ID, "f", object, new Action.EnqueueAction("q\"q"), object, "n", "tp", "bg"),
                        "{\"type\":\"invokefunction\",\"invocation_id\":\"" + ID + "\",\"function_id\":\"f\",\"data\":"
                                + object.text()
                                + ",\"action\":{\"type\":\"enqueue\",\"queue\":\"q\\\"q\"},\"metadata\":"
                                + object.text() + ",\"namespace\":\"n\",\"traceparent\":\"tp\",\"baggage\":\"bg\"}"),
                new Golden(
                        new InvokeFunction(null, "f", RawJson.NULL, Action.VOID, null, null, null, null),
                        "{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":null,\"action\":{\"type\":\"void\"}}"),
                new Golden(
                        new InvocationResult(UUID_ID, "f", object, null, "tp", "bg"),
                        "{\"type\":\"invocationresult\",\"invocation_id\":\"" + ID
                                + "\",\"function_id\":\"f\",\"result\":" + object.text()
                                + ",\"traceparent\":\"tp\",\"baggage\":\"bg\"}"),
                new Golden(
                        new InvocationResult(UUID_ID, "f", null, new ErrorBody("c", "m"), null, null),
                        "{\"type\":\"invocationresult\",\"invocation_id\":\"" + ID
                                + "\",\"function_id\":\"f\",\"error\":{\"code\":\"c\",\"message\":\"m\"}}"),
                new Golden(
                        new RegistrationRejected("C", "n", "o", "w", "f"),
                        "{\"type\":\"registrationrejected\",\"code\":\"C\",\"namespace\":\"n\",\"worker_name\":\"w\","
                                + "\"function_id\":\"f\",\"owner_worker_id\":\"o\"}"),
                new Golden(
                        new ConnectionRefused(new ErrorBody("AUTH_ERROR", "no")),
                        "{\"type\":\"error\",\"error\":{\"code\":\"AUTH_ERROR\",\"message\":\"no\"}}"),
                new Golden(new Ping(), "{\"type\":\"ping\"}"),
                new Golden(new Pong(), "{\"type\":\"pong\"}"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void framesAreWritten(Golden golden) {
        assertThat(new String(FrameEncoder.encode(golden.frame), StandardCharsets.UTF_8))
                .isEqualTo(golden.json);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void framesAreReadBack(Golden golden) throws Exception {
        assertThat(decode(golden.json)).isEqualTo(golden.frame);
    }

    @Test
    void everyTypeOfFrameIsListed() {
        Set<Class<?>> written = golden().stream().map(g -> g.frame.getClass()).collect(Collectors.toSet());
        assertThat(written).isEqualTo(Set.of(Frame.class.getPermittedSubclasses()));
    }

    @Test
    void everyTypeOfActionIsListed() {
        Set<Class<?>> written = golden().stream()
                .map(g -> g.frame instanceof InvokeFunction call ? call.action() : null)
                .filter(Objects::nonNull)
                .map(Object::getClass)
                .collect(Collectors.toSet());
        assertThat(written).isEqualTo(Set.of(Action.class.getPermittedSubclasses()));
    }

    @Test
    void acceptsAnyFieldOrderWhitespaceUnknownFieldsAndEscapedNames() throws Exception {
        Frame frame = decode(
                " { \"data\" : [ ] ,\t\"later\":{\"x\":[{}]},\n\"f\\u0075nction_id\":\"a\\u00fc\\ud83d\\ude00\\/\","
                        + "\"type\":\"invokefunction\" } \r\n");
        assertThat(frame)
                .isEqualTo(new InvokeFunction(null, "aü😀/", RawJson.parse("[ ]"), null, null, null, null, null));
    }

    @Test
    void nullMeansAbsentForOptionalFields() throws Exception {
        assertThat(decode("{\"type\":\"invocationresult\",\"invocation_id\":\"" + ID
                        + "\",\"function_id\":\"f\",\"error\":null,\"traceparent\":null}"))
                .isEqualTo(new InvocationResult(UUID_ID, "f", null, null, null, null));
    }

    @Test
    void aNullResultIsNotAbsent() throws Exception {
        assertThat(decode("{\"type\":\"invocationresult\",\"invocation_id\":\"" + ID
                        + "\",\"function_id\":\"f\",\"result\":null}"))
                .isEqualTo(new InvocationResult(UUID_ID, "f", RawJson.NULL, null, null, null));
    }

    @Test
    void aUuidWithoutHyphensAndInUpperCaseIsRead() throws Exception {
        String bare = ID.replace("-", "").toUpperCase(Locale.ROOT);
        assertThat(decode("{\"type\":\"invocationresult\",\"invocation_id\":\"" + bare + "\",\"function_id\":\"f\"}"))
                .isEqualTo(new InvocationResult(UUID_ID, "f", null, null, null, null));
    }

    @Test
    void fieldsOfOtherFrameTypesMayHaveAnyType() throws Exception {
        assertThat(decode("{\"type\":\"ping\",\"id\":5,\"invocation_id\":\"x\",\"action\":[]}"))
                .isEqualTo(new Ping());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | empty message",
                "`  ` | empty message",
                "[] | not a JSON object",
                "{} | type is missing",
                "{\"type\":\"Ping\"} | unknown frame type",
                "{\"type\":7} | type is not a string",
                "{\"type\":\"ping\",\"type\":\"ping\"} | type is given twice",
                "{\"type\":\"ping\"} x | unexpected content after the frame",
                "{\"type\":\"ping\" | JSON ends too early",
                "{\"type\":\"unregisterfunction\"} | id is missing",
                "{\"type\":\"unregisterfunction\",\"id\":null} | id is missing",
                "{\"type\":\"unregisterfunction\",\"id\":{}} | id is not a string",
                "{\"type\":\"invokefunction\",\"function_id\":\"f\"} | data is missing",
                "{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":1,\"invocation_id\":\"x\"} | invocation_id is not a UUID",
                "{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":1,\"action\":\"void\"} | action is not an object",
                "{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":1,\"action\":{\"type\":\"enqueue\"}} | action.queue is missing",
                "{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":1,\"action\":{\"type\":\"later\"}} | action has an unknown type",
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"x\",\"function_id\":\"f\"} | config is missing",
                "{\"type\":\"error\"} | error is missing",
                "{\"type\":\"error\",\"error\":{\"code\":\"c\"}} | error.message is missing",
            })
    void malformedFramesAreRejectedWithTheNameOfTheField(String json, String message) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tru",
                "01",
                "1.",
                "-",
                "1e",
                ".5",
                "+1",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\t\"",
                "[1,]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "NaN",
                "nul",
                "\"abc",
                "[",
                "{\"a\":"
            })
    void malformedPayloadsAreRejected(String payload) {
        assertThatThrownBy(() -> decode("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":" + payload + "}"))
                .isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> RawJson.parse(payload)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nestingIsLimited() throws Exception {
        String deepest = "{\"type\":\"ping\",\"x\":" + "[".repeat(63) + "]".repeat(63) + "}";
        assertThat(decode(deepest)).isEqualTo(new Ping());
        String deeper = "{\"type\":\"ping\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> decode(deeper)).hasMessage("JSON is nested too deeply");
    }

    @Test
    void toStringContainsNoSecrets() {
        assertThat(new WorkerRegistered("w", "secret").toString() + new Reattach("w", "secret"))
                .doesNotContain("secret");
        assertThat(new UnregisterFunction("f").toString() + RawJson.parse("{\"secret\":1}"))
                .doesNotContain("secret");
    }

    @Test
    void escapedStringsAreReadBack() throws Exception {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x250; c++) {
            all.append(c);
        }
        all.append("😀").append("\u2028").append("plain after wide \" \\ \n");
        Frame frame = new UnregisterFunction(all.toString());
        assertThat(decode(new String(FrameEncoder.encode(frame), StandardCharsets.UTF_8)))
                .isEqualTo(frame);
    }

    @Test
    void aLoneSurrogateIsWrittenAsAQuestionMark() {
        assertThat(new String(new JsonBuffer().string("a\ud800b").toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("\"a?b\"");
    }

    private static Frame decode(String json) throws MalformedFrameException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        byte[] inTheMiddle = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, inTheMiddle, 3, bytes.length);
        return new FrameDecoder(64).decode(inTheMiddle, 3, bytes.length);
    }

    @Test
    void fieldsAndElementsOfRawJsonAreUnchanged() {
        List<String> parts = new ArrayList<>();
        RawJson.parse(" { \"a\" : [1e400, {\"b\":1.10}] , \"c\\n\":{} } ").forEachField((name, value) -> {
            parts.add(name);
            value.forEachElement(element -> parts.add(element.text()));
        });
        assertThat(parts).containsExactly("a", "1e400", "{\"b\":1.10}", "c\n");
        RawJson.parse("{}").forEachField((name, value) -> parts.clear());
        RawJson.parse("[ ]").forEachElement(value -> parts.clear());
        RawJson.parse("5").forEachElement(value -> parts.clear());
        assertThat(parts).hasSize(4);
    }
}
