package dev.iii.stub.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Action;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.WorkerRegistered;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of frames in the log. */
class FrameLogTest {

    private static final UUID ID = UUID.fromString("3f2e1d0c-0000-4000-8000-000000000000");

    private static InvokeFunction call(String json, @Nullable Action action, @Nullable String namespace) {
        return new InvokeFunction(ID, "cmd::sell", RawJson.parse(json), action, null, namespace, null, null);
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of(call("{\"a\":1}", null, null), "call 3f2e1d0c cmd::sell {\"a\":1}"),
                Arguments.of(
                        call("null", new Action.VoidAction(), "north"),
                        "call 3f2e1d0c cmd::sell in north without reply null"),
                Arguments.of(
                        call("1", new Action.EnqueueAction("mails"), null),
                        "call 3f2e1d0c cmd::sell into queue mails 1"),
                Arguments.of(
                        new InvocationResult(ID, "cmd::sell", RawJson.parse("2"), null, null, null),
                        "result 3f2e1d0c cmd::sell 2"),
                Arguments.of(
                        new InvocationResult(ID, "cmd::sell", null, new ErrorBody("no", "sold out"), null, null),
                        "error 3f2e1d0c cmd::sell no: sold out"),
                Arguments.of(
                        new RegisterTrigger(
                                "t", "http", "cmd::sell", RawJson.parse("{\"api_path\":\"x\"}"), null, null, null),
                        "register trigger http of cmd::sell {\"api_path\":\"x\"}"),
                Arguments.of(
                        new TriggerRegistrationResult("t", "hook", "cmd::sell", new ErrorBody("no", "never")),
                        "trigger hook of cmd::sell is refused: no: never"),
                Arguments.of(new WorkerRegistered("w-1", "a-secret"), "worker id w-1"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameIsOneLine(Frame frame, String line) {
        assertThat(FrameLog.text(frame)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"k3y\"}",
                "{\"Authorization\" : \"k3y\"}",
                "{\"writer\":{\"access_key\":\"k3y\",\"id\":1}}",
                "{\"user_token\":\"a\\\"k3y\"}",
                "{\"api-key\":123}",
                "{\"secret\":[\"k3y\"]}"
            })
    void secretsAreRedacted(String json) {
        assertThat(FrameLog.text(call(json, null, null))).contains("[REDACTED]").doesNotContain("k3y", "123");
    }

    @Test
    void largePayloadsAreShortened() {
        assertThat(FrameLog.text(call("\"" + "x".repeat(1000) + "\"", null, null)))
                .hasSizeLessThan(300)
                .endsWith("…");
    }
}
