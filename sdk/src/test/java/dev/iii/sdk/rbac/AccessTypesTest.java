package dev.iii.sdk.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.InputTypes;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The payloads are those that a real engine was seen to send. */
class AccessTypesTest {

    @Test
    void anAuthRequestHasHeadersParametersAndAddress() {
        AuthRequest request = InputTypes.readBack(
                InputType.of(AuthRequest.class),
                "{\"headers\":{\"x-auth\":\"secret\",\"host\":\"h\"},\"ip_address\":\"127.0.0.1\","
                        + "\"query_params\":{\"a\":[\"1\",\"2\"],\"token\":[\"abc\"]}}");
        assertThat(request.header("X-Auth")).contains("secret");
        assertThat(request.header("x-other")).isEmpty();
        assertThat(request.query()).containsEntry("a", List.of("1", "2"));
        assertThat(request.parameter("token")).contains("abc");
        assertThat(request.parameter("none")).isEmpty();
        assertThat(request.ipAddress()).isEqualTo("127.0.0.1");
        assertThat(request.toString())
                .contains("x-auth")
                .doesNotContain("secret")
                .doesNotContain("abc");
    }

    /** The engine hands them on as they stand in the address. */
    @Test
    void parametersOfTheAddressAreDecoded() {
        AuthRequest request = InputTypes.readBack(
                InputType.of(AuthRequest.class),
                "{\"headers\":{},\"query_params\":{\"to%6Ben\":[\"a%2Bb%3D\",\"50%\"]}}");
        assertThat(request.query()).containsEntry("token", List.of("a+b=", "50%"));
        assertThat(request.parameter("token")).contains("a+b=");
    }

    @Test
    void parametersAreEncodedAgain() {
        AuthRequest request =
                new AuthRequest(Map.of("host", "h"), Map.of("to ken&", List.of("a+b=%41", "50%", "ä €")), "::1");
        assertThat(InputTypes.readBack(InputType.of(AuthRequest.class), InputTypes.write(request)))
                .isEqualTo(request);
        assertThat(request.toJson().field("query_params").text())
                .isEqualTo("{\"to+ken%26\":[\"a%2Bb%3D%2541\",\"50%25\",\"%C3%A4+%E2%82%AC\"]}");
    }

    @Test
    void anAuthDecisionIsWrittenAsTheEngineReadsIt() {
        AuthDecision decision = AuthDecision.accept()
                .allow("svc::one", "svc::two")
                .forbid("svc::secret")
                .grant("orders", "svc::get")
                .grant("orders", "svc::*")
                .grant("shop", "match(\"x::*\")")
                .allowTriggerTypes("http")
                .triggerTypeRegistration(true)
                .functionRegistration(false)
                .functionPrefix("pre")
                .context(Map.of("user", "u1"));
        assertThat(InputTypes.write(decision))
                .isEqualTo("{\"allowed_functions\":[\"svc::one\",\"svc::two\"],"
                        + "\"forbidden_functions\":[\"svc::secret\"],"
                        + "\"namespaces\":{\"orders\":[\"svc::get\",\"svc::*\"],\"shop\":[\"match(\\\"x::*\\\")\"]},"
                        + "\"allowed_trigger_types\":[\"http\"],\"allow_trigger_type_registration\":true,"
                        + "\"allow_function_registration\":false,\"function_registration_prefix\":\"pre\","
                        + "\"context\":{\"user\":\"u1\"}}");
        assertThat(InputTypes.write(AuthDecision.accept())).isEqualTo("{}");
        assertThat(decision.toString()).doesNotContain("u1");
    }

    @Test
    void patternsAreRefusedWhereTheyWouldDoNothing() {
        assertThatThrownBy(() -> AuthDecision.accept().allow("svc::*"))
                .hasMessage("function id 'svc::*' is a pattern, which has an effect only in grants; use grant");
        assertThatThrownBy(() -> AuthDecision.accept().forbid("*")).hasMessageContaining("is a pattern");
        assertThatThrownBy(() -> AuthDecision.accept().grant(" ", "f")).hasMessage("namespace is blank");
    }

    @Test
    void refusingIsAnErrorWithTheMessageForTheOtherSide() {
        assertThat(AuthDecision.refuse("no token")).hasMessage("no token");
        assertThat(AuthDecision.refuse("no token").code()).isEqualTo("unauthorized");
    }

    @Test
    void aHookMayTakeAFunctionChangeItOrDropIt() {
        FunctionRegistrationRequest request = InputTypes.readBack(
                InputType.of(FunctionRegistrationRequest.class),
                "{\"context\":{\"u\":1},\"description\":\"d\",\"function_id\":\"mine\","
                        + "\"metadata\":{\"k\":1},\"namespace\":\"default\"}");
        assertThat(request)
                .isEqualTo(new FunctionRegistrationRequest(
                        "mine",
                        Optional.of("d"),
                        Optional.of(Json.parse("{\"k\":1}")),
                        "default",
                        Optional.of(Json.parse("{\"u\":1}"))));
        assertThat(InputTypes.write(request.accept())).isEqualTo("{}");
        assertThat(InputTypes.write(
                        request.accept().functionId("renamed").description("e").metadata(Map.of("k", 2))))
                .isEqualTo("{\"function_id\":\"renamed\",\"description\":\"e\",\"metadata\":{\"k\":2}}");
        assertThat(InputTypes.write(request.refuse())).isEqualTo("null");
        assertThat(request.refuse().isAccepted()).isFalse();
        assertThatThrownBy(() -> request.refuse().functionId("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a refused registration has no function_id");
    }

    @Test
    void aHookMayChangeATriggerAndATriggerType() {
        TriggerRegistrationRequest trigger = InputTypes.readBack(
                InputType.of(TriggerRegistrationRequest.class),
                "{\"config\":{\"topic\":\"x\"},\"context\":{},\"function_id\":\"f\",\"metadata\":null,"
                        + "\"namespace\":\"default\",\"trigger_id\":\"t\",\"trigger_type\":\"subscribe\"}");
        assertThat(trigger.metadata()).isEmpty();
        assertThat(trigger.config().text()).isEqualTo("{\"topic\":\"x\"}");
        assertThat(InputTypes.write(trigger.accept()
                        .triggerId("t2")
                        .triggerType("state")
                        .functionId("g")
                        .config(Map.of("scope", "s"))))
                .isEqualTo("{\"trigger_id\":\"t2\",\"trigger_type\":\"state\",\"function_id\":\"g\","
                        + "\"config\":{\"scope\":\"s\"}}");
        TriggerTypeRegistrationRequest type = InputTypes.readBack(
                InputType.of(TriggerTypeRegistrationRequest.class),
                "{\"context\":{},\"description\":\"d\",\"trigger_type_id\":\"tt\"}");
        assertThat(type.triggerTypeId()).isEqualTo("tt");
        assertThat(InputTypes.write(type.accept().triggerTypeId("tt2").description("e")))
                .isEqualTo("{\"trigger_type_id\":\"tt2\",\"description\":\"e\"}");
    }

    @Test
    void theMiddlewareSeesTheCall() {
        MiddlewareRequest request = InputTypes.readBack(
                InputType.of(MiddlewareRequest.class),
                "{\"action\":null,\"context\":{\"user\":\"u1\"},\"function_id\":\"f\","
                        + "\"namespace\":\"default\",\"payload\":{\"x\":1}}");
        assertThat(request)
                .isEqualTo(new MiddlewareRequest(
                        "f",
                        Json.parse("{\"x\":1}"),
                        Optional.empty(),
                        Optional.of(Json.parse("{\"user\":\"u1\"}")),
                        "default"));
        assertThat(request.toString()).doesNotContain("u1");
    }
}
