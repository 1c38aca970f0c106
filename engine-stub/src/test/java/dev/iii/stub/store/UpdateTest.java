package dev.iii.stub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

/** Tests the operations of an update, with one table for each (engine behaviour, section 9). */
class UpdateTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static Update.Result update(String old, String ops) {
        RawJson before = old.equals("-") ? null : RawJson.parse(old);
        return Update.of(before, UpdateOps.read(RawJson.parse(ops)));
    }

    private static void same(RawJson actual, String expected) {
        assertThat(MAPPER.readTree(actual.text())).isEqualTo(MAPPER.readTree(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // set
                "-|{\"type\":\"set\",\"path\":\"\",\"value\":{\"a\":1}}|{\"a\":1}",
                "-|{\"type\":\"set\",\"path\":\"a\",\"value\":1}|{\"a\":1}",
                "{\"a\":1}|{\"type\":\"set\",\"path\":\"a\"}|{\"a\":null}",
                "{\"a\":1}|{\"type\":\"set\",\"path\":\"x.y\",\"value\":2}|{\"a\":1,\"x.y\":2}",
                "7|{\"type\":\"set\",\"path\":\"\",\"value\":null}|null",
                // merge
                "-|{\"type\":\"merge\",\"value\":{\"a\":1}}|{\"a\":1}",
                "{\"a\":1,\"b\":{\"c\":1}}|{\"type\":\"merge\",\"value\":{\"b\":{\"d\":2}}}|{\"a\":1,\"b\":{\"d\":2}}",
                "{\"o\":{\"l\":1}}|{\"type\":\"merge\",\"path\":\"o\",\"value\":{\"m\":2}}|{\"o\":{\"l\":1,\"m\":2}}",
                "{\"a\":2}|{\"type\":\"merge\",\"path\":[\"a\",\"q\"],\"value\":{\"r\":1}}|{\"a\":{\"q\":{\"r\":1}}}",
                "{\"a\":2}|{\"type\":\"merge\",\"path\":[],\"value\":{\"t\":1}}|{\"a\":2,\"t\":1}",
                "[1]|{\"type\":\"merge\",\"path\":\"p\",\"value\":{\"b\":1}}|{\"p\":{\"b\":1}}",
                "5|{\"type\":\"merge\",\"value\":{\"b\":1}}|5",
                // increment, decrement
                "-|{\"type\":\"increment\",\"path\":\"n\",\"by\":2}|{\"n\":2}",
                "-|{\"type\":\"increment\",\"path\":\"\",\"by\":2}|2",
                "-|{\"type\":\"decrement\",\"path\":\"\",\"by\":2}|-2",
                "{\"n\":1.5}|{\"type\":\"increment\",\"path\":\"n\",\"by\":1}|{\"n\":2.5}",
                "{\"n\":4}|{\"type\":\"decrement\",\"path\":\"n\",\"by\":-3}|{\"n\":7}",
                "9223372036854775807|{\"type\":\"increment\",\"path\":\"\",\"by\":1}|9223372036854775808",
                "18446744073709551615|{\"type\":\"decrement\",\"path\":\"\",\"by\":1}|18446744073709551614",
                "9223372036854775808|{\"type\":\"increment\",\"path\":\"\",\"by\":-1}|9223372036854775807",
                "{}|{\"type\":\"decrement\",\"path\":\"n\",\"by\":-9223372036854775808}|{\"n\":9223372036854775808}",
                // append
                "-|{\"type\":\"append\",\"path\":\"l\",\"value\":1}|{\"l\":[1]}",
                "-|{\"type\":\"append\",\"path\":\"t\",\"value\":\"ab\"}|{\"t\":\"ab\"}",
                "-|{\"type\":\"append\",\"value\":1}|[1]",
                "-|{\"type\":\"append\",\"path\":\"\",\"value\":\"s\"}|\"s\"",
                "{\"l\":[1]}|{\"type\":\"append\",\"path\":\"l\",\"value\":[2,3]}|{\"l\":[1,[2,3]]}",
                "{\"t\":\"ab\"}|{\"type\":\"append\",\"path\":\"t\",\"value\":\"cd\"}|{\"t\":\"abcd\"}",
                "{\"n\":null}|{\"type\":\"append\",\"path\":\"n\",\"value\":1}|{\"n\":[1]}",
                "{\"n\":1}|{\"type\":\"append\",\"path\":[\"n\",\"x\"],\"value\":\"s\"}|{\"n\":{\"x\":[\"s\"]}}",
                "{\"o\":{\"t\":\"a\"}}|{\"type\":\"append\",\"path\":[\"o\",\"t\"],\"value\":\"b\"}|{\"o\":{\"t\":\"ab\"}}",
                // remove
                "{\"a\":1,\"b\":2}|{\"type\":\"remove\",\"path\":\"a\"}|{\"b\":2}",
                "{\"b\":2}|{\"type\":\"remove\",\"path\":\"a\"}|{\"b\":2}",
                "{\"a\":{\"b\":1}}|{\"type\":\"remove\",\"path\":\"a.b\"}|{\"a\":{\"b\":1}}",
                "{\"a\":1}|{\"type\":\"remove\",\"path\":\"\"}|null",
                "-|{\"type\":\"remove\",\"path\":\"q\"}|{}",
                // as an array
                "-|[\"set\",\"a\",1]|{\"a\":1}",
            })
    void validOperationIsApplied(String old, String op, String expected) {
        Update.Result result = update(old, "[" + op + "]");
        assertThat(result.errors()).isEmpty();
        same(result.value(), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7|{\"type\":\"set\",\"path\":\"q\",\"value\":1}|set.target_not_object|Cannot set at path 'q': target is number, expected object.",
                "\"s\"|{\"type\":\"increment\",\"path\":\"a\",\"by\":1}|increment.target_not_object|Cannot increment at path 'a': target is string, expected object.",
                "[]|{\"type\":\"decrement\",\"path\":\"a\",\"by\":1}|decrement.target_not_object|Cannot decrement at path 'a': target is array, expected object.",
                "true|{\"type\":\"remove\",\"path\":\"a\"}|remove.target_not_object|Cannot remove at path 'a': target is boolean, expected object.",
                "null|{\"type\":\"append\",\"path\":[\"z\",\"y\"],\"value\":1}|append.target_not_object|Cannot append at path '[z, y]': target is null, expected object.",
                "{\"s\":\"x\"}|{\"type\":\"increment\",\"path\":\"s\",\"by\":1}|increment.not_number|Expected number at path 's', got string.",
                "{\"n\":null}|{\"type\":\"decrement\",\"path\":\"n\",\"by\":1}|decrement.not_number|Expected number at path 'n', got null.",
                "{}|{\"type\":\"increment\",\"path\":\"\",\"by\":1}|increment.not_number|Expected number at path 'root', got object.",
                "18446744073709551615|{\"type\":\"increment\",\"path\":\"\",\"by\":1}|increment.not_number|Expected number at path 'root', got number.",
                "-9223372036854775808|{\"type\":\"decrement\",\"path\":\"\",\"by\":1}|decrement.not_number|Expected number at path 'root', got number.",
                "{\"n\":1}|{\"type\":\"append\",\"path\":\"n\",\"value\":1}|append.type_mismatch|Cannot append at path 'n': target is number, expected array, string, null, or missing field.",
                "{}|{\"type\":\"append\",\"path\":\"\",\"value\":1}|append.type_mismatch|Cannot append at path 'root': target is object, expected array, string, null, or missing field.",
                "{\"s\":\"x\"}|{\"type\":\"append\",\"path\":\"s\",\"value\":1}|append.type_mismatch|Expected string append value at path 's', got number.",
                "{}|{\"type\":\"merge\",\"value\":5}|merge.value.not_an_object|Merge value must be a JSON object",
                "{}|{\"type\":\"merge\",\"value\":{\"fine\":1,\"constructor\":1}}|merge.value.proto_polluted|Merge value top-level key \"constructor\" is a prototype-pollution sink",
                "{}|{\"type\":\"merge\",\"path\":\"__proto__\",\"value\":{}}|merge.path.proto_polluted|Path segment '__proto__' is not allowed (prototype pollution).",
                "{}|{\"type\":\"set\",\"path\":\"prototype\",\"value\":{}}|set.path.proto_polluted|Path segment 'prototype' is not allowed (prototype pollution).",
                "{}|{\"type\":\"append\",\"path\":[\"a\",\"\"],\"value\":1}|append.path.empty_segment|Path contains an empty segment",
            })
    void invalidOperationIsReportedAndChangesNothing(String old, String op, String code, String message) {
        Update.Result result = update(old, "[" + op + "]");
        assertThat(result.errors()).containsExactly(new UpdateError(0, code, message));
        same(result.value(), old);
    }

    @Test
    void pathsAndMergedValuesHaveLimits() {
        String deep = "[" + "\"x\",".repeat(32) + "\"x\"]";
        assertThat(update("{}", "[{\"type\":\"merge\",\"path\":" + deep + ",\"value\":{}}]")
                        .errors())
                .containsExactly(new UpdateError(0, "merge.path.too_deep", "Path depth 33 exceeds maximum of 32"));
        String wide = "é".repeat(129);
        assertThat(update("{}", "[{\"type\":\"set\",\"path\":\"" + wide + "\"}]")
                        .errors())
                .containsExactly(new UpdateError(
                        0, "set.path.segment_too_long", "Path segment of 258 bytes exceeds maximum of 256"));
        String nested = "{\"a\":".repeat(17) + "1" + "}".repeat(17);
        assertThat(update("{}", "[{\"type\":\"merge\",\"value\":" + nested + "}]")
                        .errors())
                .containsExactly(new UpdateError(
                        0, "merge.value.too_deep", "Merge value JSON nesting depth 17 exceeds maximum of 16"));
        StringBuilder many = new StringBuilder("{\"k\":0");
        for (int i = 0; i < 1024; i++) {
            many.append(",\"k").append(i).append("\":0");
        }
        assertThat(update("{}", "[{\"type\":\"merge\",\"value\":" + many + "}}]")
                        .errors())
                .containsExactly(new UpdateError(
                        0,
                        "merge.value.too_many_keys",
                        "Merge value has 1025 top-level keys, exceeds maximum of 1024"));
    }

    @Test
    void operationsAreAppliedInOrderAndAFailingOneIsSkipped() {
        Update.Result result = update(
                "-",
                "[{\"type\":\"set\",\"path\":\"\",\"value\":{\"n\":1}},{\"type\":\"increment\",\"path\":\"n\",\"by\":4},"
                        + "{\"type\":\"append\",\"path\":\"n\",\"value\":1},{\"type\":\"append\",\"path\":\"l\",\"value\":\"x\"},"
                        + "{\"type\":\"remove\",\"path\":\"n\"}]");
        same(result.value(), "{\"l\":\"x\"}");
        assertThat(result.errors()).extracting(UpdateError::opIndex).containsExactly(2);
    }

    @Test
    void emptyUpdateKeepsTheValueOrCreatesAnEmptyObject() {
        assertThat(update("-", "[]").value().text()).isEqualTo("{}");
        assertThat(update(" [1.10] ", "[]").value().text()).isEqualTo("[1.10]");
    }

    @Test
    void otherNumbersKeepTheirValueAndAreWrittenCanonically() {
        String numbers = "{\"a\":1.1,\"b\":1.0,\"c\":18446744073709551615,\"d\":1e+21,\"e\":1795415000000123}";
        String after = update(numbers, "[{\"type\":\"set\",\"path\":\"z\",\"value\":2.50}]")
                .value()
                .text();
        assertThat(after)
                .contains("\"a\":1.1,", "\"b\":1.0,", "\"c\":18446744073709551615,", "\"e\":1795415000000123,")
                .contains("\"d\":1e+21,", "\"z\":2.5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|invalid type: integer `5`, expected a sequence",
                "{}|invalid type: map, expected a sequence",
                "[\"x\"]|invalid type: string \"x\", expected internally tagged enum UpdateOp",
                "[null]|invalid type: null, expected internally tagged enum UpdateOp",
                "[{\"path\":\"a\"}]|missing field `type`",
                "[[]]|missing field `type`",
                "[{\"type\":5}]|invalid type: integer `5`, expected variant identifier",
                "[{\"type\":\"frob\"}]|unknown variant `frob`, expected one of `set`, `merge`, `increment`, `decrement`, `append`, `remove`",
                "[{\"type\":\"set\",\"value\":1}]|missing field `path`",
                "[{\"type\":\"set\",\"path\":[\"a\"]}]|invalid type: sequence, expected a string",
                "[{\"type\":\"merge\"}]|missing field `value`",
                "[{\"type\":\"merge\",\"path\":5,\"value\":{}}]|data did not match any variant of untagged enum MergePath",
                "[{\"type\":\"merge\",\"path\":[\"a\",5],\"value\":{}}]|data did not match any variant of untagged enum MergePath",
                "[{\"type\":\"increment\",\"path\":\"a\"}]|missing field `by`",
                "[{\"type\":\"increment\",\"path\":\"a\",\"by\":1.5}]|invalid type: floating point `1.5`, expected i64",
                "[[\"set\"]]|invalid length 0, expected struct variant UpdateOp::Set with 2 elements",
            })
    void malformedOperationFailsTheWholeCall(String ops, String message) {
        assertThatThrownBy(() -> UpdateOps.read(RawJson.parse(ops)))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }

    @Test
    void operationReturnsItsNameAndPath() {
        List<UpdateOp> ops =
                UpdateOps.read(RawJson.parse("[{\"type\":\"append\",\"path\":[\"a\",\"b\"],\"value\":1}]"));
        assertThat(ops).singleElement().satisfies(op -> {
            assertThat(op.type()).isEqualTo("append");
            assertThat(op.path()).containsExactly("a", "b");
        });
    }
}
