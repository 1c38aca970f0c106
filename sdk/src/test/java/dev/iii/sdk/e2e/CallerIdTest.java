package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine adds the id of the calling worker to the payload. It is not part of a typed input, whatever the type is. */
class CallerIdTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    record Plain(String a) {}

    record Rest(String a, @JsonAnySetter @JsonAnyGetter Map<String, Integer> rest) {}

    record AnyRest(String a, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {}

    static final class Bean {
        private final Map<String, Integer> values = new TreeMap<>();

        @JsonAnySetter
        public void set(String name, Integer value) {
            values.put(name, value);
        }

        @JsonAnyGetter
        public Map<String, Integer> values() {
            return values;
        }
    }

    static final class OwnMap extends HashMap<String, Integer> {
        private static final long serialVersionUID = 1;
    }

    record Wrapped(@JsonValue Map<String, Integer> map) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Wrapped {}
    }

    record Point(int x, @JsonAnySetter @JsonAnyGetter Map<String, Integer> rest) {}

    record Size(int width) {}

    record Unwrapping(String a, @JsonUnwrapped Size size) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    sealed interface Pay permits Card {}

    record Card(String no) implements Pay {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    sealed interface Deduced permits One, Two {}

    record One(int one) implements Deduced {}

    record Two(String two) implements Deduced {}

    static Stream<Arguments> inputs() {
        return Stream.of(
                Arguments.of(new TypeRef<Map<String, Integer>>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<Optional<Map<String, Integer>>>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<Map.Entry<String, Integer>>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<OwnMap>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<Object>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<Rest>() {}, "{\"a\":\"a\",\"k\":1}"),
                Arguments.of(new TypeRef<AnyRest>() {}, "{\"a\":\"a\",\"k\":1}"),
                Arguments.of(new TypeRef<Bean>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<Wrapped>() {}, "{\"k\":1}"),
                Arguments.of(new TypeRef<Point>() {}, "{\"x\":1,\"k\":1}"),
                Arguments.of(new TypeRef<Unwrapping>() {}, "{\"a\":\"a\",\"width\":1}"),
                Arguments.of(new TypeRef<Pay>() {}, "{\"Card\":{\"no\":\"1\"}}"),
                Arguments.of(new TypeRef<Deduced>() {}, "{\"one\":1}"),
                Arguments.of(new TypeRef<Plain>() {}, "{\"a\":\"a\"}"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isNotPartOfTheInput(TypeRef<?> type, String payload) {
        String function = unique("caller");
        Worker worker = engine.worker();
        worker.registerFunction(function, type, (input, call) -> {
                    assertThat(call.callerWorkerId()).isPresent();
                    return input;
                })
                .awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, Json.parse(payload))).isEqualTo(Json.parse(payload));
    }
}
