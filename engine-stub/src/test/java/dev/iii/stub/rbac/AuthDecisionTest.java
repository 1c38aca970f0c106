package dev.iii.stub.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which results of an auth function are accepted. */
class AuthDecisionTest {

    private static AuthDecision read(String json) {
        return AuthDecision.read(RawJson.parse(json));
    }

    @Test
    void emptyObjectOnlyAllowsRegisteringFunctions() {
        assertThat(read("{}"))
                .isEqualTo(
                        new AuthDecision(Map.of(), Set.of(), Set.of(), null, false, true, RawJson.EMPTY_OBJECT, null));
        assertThat(read("{\"allowed_trigger_types\":null,\"function_registration_prefix\":null,\"unknown\":[1]}"))
                .isEqualTo(read("{}"));
    }

    @Test
    void allFieldsAreRead() {
        assertThat(read("{\"namespaces\":{\"b\":[\"x\"],\"a\":[]},\"allowed_functions\":[\"f\"],"
                        + "\"forbidden_functions\":[\"g\"],\"allowed_trigger_types\":[\"cron\"],"
                        + "\"allow_trigger_type_registration\":true,\"allow_function_registration\":false,"
                        + "\"context\":[1],\"function_registration_prefix\":\"p\"}"))
                .isEqualTo(new AuthDecision(
                        Map.of("a", List.of(), "b", List.of("x")),
                        Set.of("f"),
                        Set.of("g"),
                        Set.of("cron"),
                        true,
                        false,
                        RawJson.parse("[1]"),
                        "p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"x\" | invalid type: string \"x\", expected struct AuthResult",
                "null | invalid type: null, expected struct AuthResult",
                "{\"namespaces\":[\"a\"]} | invalid type: sequence, expected a map",
                "{\"namespaces\":null} | invalid type: null, expected a map",
                "{\"namespaces\":{\"a\":\"svc\"}} | invalid type: string \"svc\", expected a sequence",
                "{\"namespaces\":{\"a\":[1]}} | invalid type: integer `1`, expected a string",
                "{\"allowed_functions\":null} | invalid type: null, expected a sequence",
                "{\"forbidden_functions\":\"*\"} | invalid type: string \"*\", expected a sequence",
                "{\"allow_function_registration\":\"false\"} | invalid type: string \"false\", expected a boolean",
                "{\"allow_trigger_type_registration\":1} | invalid type: integer `1`, expected a boolean",
                "{\"function_registration_prefix\":1} | invalid type: integer `1`, expected a string",
                "{\"allowed_trigger_types\":{}} | invalid type: map, expected a sequence",
                "{\"forbidden_functions\":[\"a\"],\"forbidden_functions\":[]} | duplicate field `forbidden_functions`",
            })
    void invalidResultsAreRefused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }

    @Test
    void descriptionOmitsTheContext() {
        assertThat(read("{\"context\":{\"token\":\"s3cret\"}}").toString()).doesNotContain("s3cret");
    }
}
