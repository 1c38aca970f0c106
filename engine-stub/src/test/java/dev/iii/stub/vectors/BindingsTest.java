package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BindingsTest {

    private final Bindings bindings = new Bindings();

    private static JsonNode json(String text) {
        return Objects.requireNonNull(Json.parse(text), text);
    }

    @Test
    void stringsAndFieldNamesAreFilledEverywhere() {
        bindings.set("a", "x");
        bindings.set("b", "y$1\\");

        assertThat(bindings.fill(json("[\"${a}-${b}\",{\"k${a}\":{\"d\":[\"${b}\"]}},1,null,true]")))
                .isEqualTo(json("[\"x-y$1\\\\\",{\"kx\":{\"d\":[\"y$1\\\\\"]}},1,null,true]"));
    }

    @Test
    void aStringThatIsOnlyAVariableTakesItsType() {
        bindings.set("list", json("[1,{\"a\":2}]"));
        bindings.set("yes", json("true"));

        assertThat(bindings.fill(json("{\"v\":\"${list}\",\"t\":\"is ${yes}\"}")))
                .isEqualTo(json("{\"v\":[1,{\"a\":2}],\"t\":\"is true\"}"));
    }

    @Test
    void aCopyHasAMemoryOfItsOwn() {
        bindings.set("a", "1");
        Bindings copy = bindings.copy();
        copy.bind("b", json("2"), "$");
        bindings.bind("b", json("3"), "$");

        assertThat(copy.get("a")).isEqualTo(json("\"1\""));
        assertThat(copy.get("b")).isEqualTo(json("2"));
        assertThat(bindings.get("b")).isEqualTo(json("3"));
    }
}
