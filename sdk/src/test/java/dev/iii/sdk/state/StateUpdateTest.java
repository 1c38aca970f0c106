package dev.iii.sdk.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.UpdateException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateUpdateTest {

    @Test
    void operationsAreWrittenInOrderAsTheEngineReadsThem() {
        StateUpdate update = StateUpdate.create()
                .set("a.b", null)
                .set("", 1)
                .increment("n", 2)
                .decrement("m", 3)
                .append("l", "x")
                .append(List.of("o", "p"), 1)
                .merge(Map.of("c", 1))
                .merge("f", Map.of("d", 2))
                .merge(List.of("g", "h"), Map.of("e", 3))
                .remove("r");
        assertThat(update.toJson(Json::of).text())
                .isEqualTo("[{\"type\":\"set\",\"path\":\"a.b\",\"value\":null},"
                        + "{\"type\":\"set\",\"path\":\"\",\"value\":1},"
                        + "{\"type\":\"increment\",\"path\":\"n\",\"by\":2},"
                        + "{\"type\":\"decrement\",\"path\":\"m\",\"by\":3},"
                        + "{\"type\":\"append\",\"path\":\"l\",\"value\":\"x\"},"
                        + "{\"type\":\"append\",\"path\":[\"o\",\"p\"],\"value\":1},"
                        + "{\"type\":\"merge\",\"value\":{\"c\":1}},"
                        + "{\"type\":\"merge\",\"path\":\"f\",\"value\":{\"d\":2}},"
                        + "{\"type\":\"merge\",\"path\":[\"g\",\"h\"],\"value\":{\"e\":3}},"
                        + "{\"type\":\"remove\",\"path\":\"r\"}]");
    }

    @Test
    void anUpdateIsNotChangedByWhatIsMadeOfIt() {
        StateUpdate first = StateUpdate.create().set("a", 1);
        first.set("b", 2);
        assertThat(first.toJson(Json::of).elements()).hasSize(1);
    }

    @Test
    void aChangeHasTypedValuesAndMakesAnExceptionOfItsErrors() {
        StateChange change = StateChange.of(Json.parse("{\"old_value\":null,\"new_value\":{\"n\":2},\"errors\":["
                + "{\"op_index\":1,\"code\":\"append.type_mismatch\",\"message\":\"m\",\"doc_url\":\"u\"}]}"));
        assertThat(change.oldValue(Object.class)).isEmpty();
        assertThat(change.newValue(new TypeRef<Map<String, Integer>>() {})).contains(Map.of("n", 2));
        assertThatThrownBy(change::orThrow).isInstanceOfSatisfying(UpdateException.class, e -> {
            assertThat(e).hasMessage("operation 1 had no effect: m (append.type_mismatch)");
            assertThat(e.errors())
                    .containsExactly(new UpdateException.Failure(1, "append.type_mismatch", "m", Optional.of("u")));
            assertThat(e.oldValue()).isEqualTo(change.oldValue());
            assertThat(e.newValue()).isEqualTo(change.newValue());
        });
        StateChange fine = new StateChange(Json.NULL, Json.parse("1"));
        assertThat(fine.orThrow()).isSameAs(fine);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> StateUpdate.create().append("l", StateUpdateTest.<Object>nothing()))
                .hasMessage("value is null");
        assertThatThrownBy(() -> StateUpdate.create().increment(StateUpdateTest.<String>nothing(), 1))
                .hasMessage("field is null");
    }

    /** What callers without null checks give. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
