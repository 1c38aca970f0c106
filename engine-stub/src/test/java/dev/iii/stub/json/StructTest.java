package dev.iii.stub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

/** The messages are those that the real engine was seen to give. */
class StructTest {

    private static final Struct INNER =
            Struct.of("Inner", Field.string("language").optional());
    private static final Struct SHAPE = Struct.of(
            "Shape",
            Field.string("scope").describedAs("Where."),
            Field.json("value").orAlso("data"),
            Field.u32("pid").optional(),
            Field.i64("by").optional(),
            Field.u64("big").optional(),
            Field.number("ratio").optional(),
            Field.flag("on").optional(),
            Field.list("names", Field.string("name")).optional(),
            Field.struct("inner", INNER).optional());

    @Test
    void readsFieldsInAnyOrderAndIgnoresOthers() {
        Fields in = SHAPE.read(RawJson.parse("{\"x\":[1,{\"scope\":2}], \"value\" : {\"a\":1} ,\"pid\":7,\"by\":-5,"
                + "\"ratio\":2.5,\"on\":true,\"names\":[\"a\",\"b\"],\"sc\\u006fpe\":\"s\\n\\u00e9\"}"));
        assertThat(in.string("scope")).isEqualTo("s\né");
        assertThat(in.raw("value").text()).isEqualTo("{\"a\":1}");
        assertThat(in.optionalInteger("pid")).isEqualTo(7);
        assertThat(in.integer("by")).isEqualTo(-5);
        assertThat(in.optionalNumber("ratio")).isEqualTo(2.5);
        assertThat(in.flag("on", false)).isTrue();
        assertThat(in.list("names")).extracting(JsonText::string).containsExactly("a", "b");
        assertThat(in.optional("inner")).isNull();
    }

    @Test
    void absentAndNullAreTheSameForOptionalFields() {
        Fields in = SHAPE.read(RawJson.parse("{\"scope\":\"\",\"data\":null,\"pid\":null,\"on\":null}"));
        assertThat(in.string("scope")).isEmpty();
        assertThat(in.raw("value").isNull()).isTrue();
        assertThat(in.optionalInteger("pid")).isNull();
        assertThat(in.flag("on", true)).isTrue();
        assertThat(in.list("names")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|invalid type: integer `5`, expected struct Shape",
                "null|invalid type: null, expected struct Shape",
                "\"x\"|invalid type: string \"x\", expected struct Shape",
                "1.5|invalid type: floating point `1.5`, expected struct Shape",
                "true|invalid type: boolean `true`, expected struct Shape",
                "{}|missing field `scope`",
                "{\"scope\":\"s\"}|missing field `value`",
                "{\"scope\":null,\"value\":1}|invalid type: null, expected a string",
                "{\"scope\":[\"x\"],\"value\":1}|invalid type: sequence, expected a string",
                "{\"scope\":{\"x\":1},\"value\":1}|invalid type: map, expected a string",
                "{\"scope\":1.0}|invalid type: floating point `1.0`, expected a string",
                "{\"scope\":1e2}|invalid type: floating point `100.0`, expected a string",
                "{\"scope\":18446744073709551616}|invalid type: floating point `18446744073709552000.0`, expected a string",
                "{\"scope\":18446744073709551615}|invalid type: integer `18446744073709551615`, expected a string",
                "{\"scope\":5,\"on\":\"x\"}|invalid type: string \"x\", expected a boolean",
                "{\"scope\":\"s\",\"value\":1,\"data\":2}|duplicate field `value`",
                "{\"pid\":-1}|invalid value: integer `-1`, expected u32",
                "{\"pid\":4294967296}|invalid value: integer `4294967296`, expected u32",
                "{\"pid\":1.5}|invalid type: floating point `1.5`, expected u32",
                "{\"by\":9223372036854775808}|invalid value: integer `9223372036854775808`, expected i64",
                "{\"by\":\"1\"}|invalid type: string \"1\", expected i64",
                "{\"ratio\":\"1\"}|invalid type: string \"1\", expected f64",
                "{\"names\":[1]}|invalid type: integer `1`, expected a string",
                "{\"names\":{}}|invalid type: map, expected a sequence",
                "{\"inner\":5}|invalid type: integer `5`, expected struct Inner",
                "{\"inner\":{\"language\":5}}|invalid type: integer `5`, expected a string",
                "{\"pid\":\"a\\u0000b\\n\\\"c\\u00e9\\\\\"}|invalid type: string \"a\\0b\\n\\\"cé\\\\\", expected u32",
                "[]|invalid length 0, expected struct Shape with 9 elements",
                "[5]|invalid type: integer `5`, expected a string",
                "[\"s\",1,2,3,4,5,true,[],{},10]|invalid length 10, expected fewer elements in array",
            })
    void saysWhatDoesNotFit(String input, String message) {
        assertThatThrownBy(() -> SHAPE.read(RawJson.parse(input)))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }

    @Test
    void arrayHoldsTheFieldsByPosition() {
        Fields in = Struct.of("Two", Field.string("a"), Field.json("b")).read(RawJson.parse("[\"x\", {\"y\":1} ]"));
        assertThat(in.string("a")).isEqualTo("x");
        assertThat(in.raw("b").text()).isEqualTo("{\"y\":1}");
    }

    @Test
    void schemaIsDraftSeven() {
        ObjectMapper mapper = new ObjectMapper();
        Struct shape = Struct.of(
                "Shape",
                Field.string("scope").describedAs("Where."),
                Field.json("value"),
                Field.u32("pid").optional(),
                Field.list("names", Field.string("name")).optional(),
                Field.struct("inner", INNER));
        assertThat(mapper.readTree(shape.schema().text()))
                .isEqualTo(
                        mapper.readTree("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"Shape\","
                                + "\"type\":\"object\",\"properties\":{\"scope\":{\"description\":\"Where.\",\"type\":\"string\"},"
                                + "\"value\":{},\"pid\":{\"type\":[\"integer\",\"null\"],\"format\":\"uint32\",\"minimum\":0.0},"
                                + "\"names\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"string\"}},"
                                + "\"inner\":{\"type\":\"object\",\"properties\":{\"language\":{\"type\":[\"string\",\"null\"]}}}},"
                                + "\"required\":[\"scope\",\"value\",\"inner\"]}"));
        assertThat(mapper.readTree(Struct.of("Empty").schema().text()))
                .isEqualTo(
                        mapper.readTree(
                                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"Empty\",\"type\":\"object\"}"));
    }

    @Test
    void askingForAFieldThatTheShapeDoesNotHaveIsAMistakeOfTheProgram() {
        Fields in = SHAPE.read(RawJson.parse("{\"scope\":\"s\",\"value\":1}"));
        assertThatThrownBy(() -> in.string("nope")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> in.raw("pid")).isInstanceOf(IllegalArgumentException.class);
    }
}
