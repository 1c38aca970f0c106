package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests JSON that the engine drops silently: it is refused where it is made. */
class UnreadableJsonTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("unreadable");
    private final Worker worker = engine.worker();

    @BeforeEach
    void register() {
        worker.registerFunction(function, (json, call) -> json).awaitConfirmed(PATIENCE);
    }

    private record Raw(@JsonRawValue String a) {}

    private static Object nested(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
        }
        return value;
    }

    private static Json nestedJson(int levels) {
        return Json.parse("[".repeat(levels) + "]".repeat(levels));
    }

    static Stream<Object> unreadable() {
        return Stream.of(
                nested(127),
                nestedJson(127),
                Map.of("a", nestedJson(126)),
                new Raw(nestedJson(126).text()),
                List.of(Json.parse("1e400")),
                Json.parse("-1e400"));
    }

    @Test
    void theDeepestPayloadThatTheEngineReadsIsSent() {
        // The engine adds a member to objects only.
        Object deepest = List.of(nested(125));
        assertThat(notNull(worker.trigger(function, deepest, Json.class)).text())
                .isEqualTo(Json.of(deepest).text());
        assertThat(worker.trigger(function, nestedJson(126)).text())
                .isEqualTo(nestedJson(126).text());
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void payloadsAndMetadataAreRefused(@Nullable Object value) {
        assertThatThrownBy(() -> worker.trigger(function, value))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("does not accept");
        assertThatThrownBy(() -> worker.state().set("s", "k", value)).isInstanceOf(InvalidPayloadException.class);
        assertThatThrownBy(() -> worker.publish("topic", value)).isInstanceOf(InvalidPayloadException.class);
        assertThatThrownBy(() -> worker.registerFunction(
                        FunctionDefinition.of(function + "2", (json, call) -> 1).metadata(value)))
                .isInstanceOf(InvalidPayloadException.class);
        assertThatThrownBy(() ->
                        worker.registerTrigger(HttpTrigger.get("/unreadable").metadata(value), function))
                .isInstanceOf(InvalidPayloadException.class);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void resultsBecomeErrors(Object value) {
        String other = function + "-result";
        worker.registerFunction(other, (json, call) -> value).awaitConfirmed(PATIENCE);
        assertThatThrownBy(() -> worker.trigger(other, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_response"))
                .hasMessageContaining("does not accept");
    }
}
