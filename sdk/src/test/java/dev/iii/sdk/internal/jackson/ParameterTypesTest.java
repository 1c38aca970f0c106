package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.json.TypeRef;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters of HTTP requests become the kind of JSON that the input type expects, wherever it declares them. */
class ParameterTypesTest {

    enum Size {
        S,
        M
    }

    record Page(int limit, boolean all) {}

    record Unwrapping(@JsonUnwrapped Page page, String q) {}

    record Prefixed(@JsonUnwrapped(prefix = "p_") Page page) {}

    record Rest(String a, @JsonAnySetter Map<String, Integer> rest) {}

    static final class Setter {
        @JsonAnySetter
        public void set(String name, Integer value) {}
    }

    record Shapes(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Size size,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant at,
            @JsonFormat(shape = JsonFormat.Shape.STRING) int text) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Filter {
        record ByNumber(int n, int m) implements Filter {}

        record ByText(String n, int m) implements Filter {}
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                Arguments.of(new TypeRef<Unwrapping>() {}, "limit=5&all=true&q=5", "{limit=5, all=true, q=\"5\"}"),
                Arguments.of(new TypeRef<Prefixed>() {}, "p_limit=5&limit=5", "{p_limit=5, limit=\"5\"}"),
                Arguments.of(new TypeRef<Rest>() {}, "a=1&z=5", "{a=\"1\", z=5}"),
                Arguments.of(new TypeRef<Setter>() {}, "z=5", "{z=5}"),
                Arguments.of(new TypeRef<Shapes>() {}, "size=1&at=5&text=5", "{size=1, at=5, text=\"5\"}"),
                Arguments.of(new TypeRef<Filter>() {}, "kind=ByNumber&n=5", "{kind=\"ByNumber\", n=5}"),
                Arguments.of(new TypeRef<Filter>() {}, "kind=ByText&n=5", "{kind=\"ByText\", n=\"5\"}"),
                Arguments.of(new TypeRef<Filter>() {}, "n=5&m=5", "{n=\"5\", m=5}"),
                Arguments.of(new TypeRef<Optional<Page>>() {}, "limit=5", "{limit=5}"),
                Arguments.of(new TypeRef<Map<String, Integer>>() {}, "a=5", "{a=5}"),
                Arguments.of(new TypeRef<Page>() {}, "limit=\u0661", "{limit=\"\u0661\"}"),
                Arguments.of(new TypeRef<Page>() {}, "limit=&all=yes", "{all=\"yes\"}"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void haveTheKindThatTheInputExpects(TypeRef<?> type, String query, String expected) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        Map<String, String> converted = new LinkedHashMap<>();
        Map<String, RawJson> json = JacksonCodec.INSTANCE.parameters(type.type(), parameters, parameters);
        json.forEach((name, value) -> converted.put(name, value.text()));
        assertThat(converted.toString()).isEqualTo(expected);
    }
}
