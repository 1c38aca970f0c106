package dev.iii.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the attributes of payloads with attributes of OpenTelemetry that have the same content. */
class PayloadAttributesTest {

    private static final AttributeKey<String> JSON = AttributeKey.stringKey("iii.payload.json");
    private static final AttributeKey<Boolean> OK = AttributeKey.booleanKey("iii.payload.ok");
    private static final AttributeKey<Boolean> TRUNCATED = AttributeKey.booleanKey("iii.payload.truncated");

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(new PayloadAttributes("{}", false, null), Attributes.of(JSON, "{}", TRUNCATED, false)),
                Arguments.of(
                        new PayloadAttributes("1", false, true), Attributes.of(JSON, "1", TRUNCATED, false, OK, true)),
                Arguments.of(
                        new PayloadAttributes("[...", true, false),
                        Attributes.of(JSON, "[...", TRUNCATED, true, OK, false)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void haveTheContentOfOpenTelemetrysAttributes(Attributes attributes, Attributes expected) {
        assertThat(attributes.asMap()).isEqualTo(expected.asMap());
        assertThat(entries(attributes)).isEqualTo(entries(expected));
        assertThat(attributes.size()).isEqualTo(expected.size());
        assertThat(attributes.isEmpty()).isFalse();
        assertThat(attributes.toBuilder().build()).isEqualTo(expected);
        for (AttributeKey<?> key : List.of(JSON, OK, TRUNCATED, AttributeKey.stringKey("iii.payload.ok"))) {
            assertThat(value(attributes, key)).isEqualTo(value(expected, key));
        }
    }

    private static @Nullable Object value(Attributes attributes, AttributeKey<?> key) {
        return attributes.get(key);
    }

    private static List<String> entries(Attributes attributes) {
        List<String> entries = new ArrayList<>();
        attributes.forEach((key, value) -> entries.add(key + "=" + value));
        return entries;
    }

    @Test
    void areEqualIfTheirContentIs() {
        assertThat(new PayloadAttributes("{}", false, true))
                .isEqualTo(new PayloadAttributes("{}", false, true))
                .isNotEqualTo(new PayloadAttributes("{}", false, null));
    }
}
