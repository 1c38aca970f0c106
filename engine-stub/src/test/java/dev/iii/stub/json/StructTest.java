package dev.iii.stub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests inputs that are unusual but valid, and the error messages for invalid ones. */
class StructTest {

    private static final Struct ONE = Struct.of("One", Field.string("a"));
    private static final Struct SEARCH =
            Struct.of("Search", Field.string("a").orNull(), Field.flag("b").orElse("true"));
    private static final Struct MIXED = Struct.of(
            "Mixed",
            Field.string("a"),
            Field.string("b").optional(),
            Field.usize("c").orElse("50"));

    private static Fields read(Struct struct, String json) {
        return struct.read(RawJson.parse(json));
    }

    private static void refuses(Struct struct, String json, String message) {
        assertThatThrownBy(() -> read(struct, json))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }

    @Test
    void arrayMayEndBeforeFieldsWithADefault() {
        assertThat(read(SEARCH, "[]").optionalString("a")).isNull();
        assertThat(read(SEARCH, "[null,false]").flag("b", true)).isFalse();
        assertThat(read(MIXED, "[\"x\",null]").string("a")).isEqualTo("x");
    }

    @Test
    void errorOfAShortArrayContainsItsLength() {
        refuses(ONE, "[]", "invalid length 0, expected struct One with 1 element");
        refuses(MIXED, "[]", "invalid length 0, expected struct Mixed with 3 elements");
        refuses(MIXED, "[\"x\"]", "invalid length 1, expected struct Mixed with 3 elements");
    }

    @Test
    void nullIsInvalidForAFieldWithAnotherDefault() {
        assertThat(read(SEARCH, "{\"a\":null}").optionalString("a")).isNull();
        refuses(SEARCH, "{\"b\":null}", "invalid type: null, expected a boolean");
        refuses(MIXED, "{\"a\":\"x\",\"c\":null}", "invalid type: null, expected usize");
    }

    @Test
    void schemaContainsTheDefaults() {
        String schema = SEARCH.schema().text();
        assertThat(schema)
                .contains("\"a\":{\"type\":[\"string\",\"null\"],\"default\":null}")
                .contains("\"b\":{\"type\":\"boolean\",\"default\":true}")
                .doesNotContain("required");
    }

    @ParameterizedTest
    @CsvSource({
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "-2.50e17, -2.5e+17",
        "1e-4, 0.0001",
        "1e-5, 0.00001",
        "1e-6, 1e-6",
        "0.0, 0.0",
        "-0.0, -0.0",
        "12345.678e10, 123456780000000.0",
    })
    void fractionsAreWrittenInTheirShortestForm(String number, String shown) {
        refuses(ONE, "{\"a\":" + number + "}", "invalid type: floating point `" + shown + "`, expected a string");
    }
}
