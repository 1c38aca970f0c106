package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Tests guarded worker ports over real sockets, configured by options and by a config file. */
class GuardedPortTest {

    private static String call(String function, String data) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\",\"function_id\":\""
                + function + "\",\"data\":" + data + "}";
    }

    private static TestClient keeper(EngineStub stub) {
        TestClient keeper = new TestClient(stub.workerUrl());
        keeper.hears();
        keeper.says(call("engine::workers::register", "{\"name\":\"keeper\"}"));
        keeper.says("{\"type\":\"registerfunction\",\"id\":\"my::auth\"}");
        keeper.says("{\"type\":\"registerfunction\",\"id\":\"pub::echo\",\"metadata\":{\"level\":1}}");
        keeper.hears();
        // The pong is sent after all earlier frames were processed.
        keeper.says("{\"type\":\"ping\"}");
        assertThat(keeper.hears().get("type").stringValue()).isEqualTo("pong");
        return keeper;
    }

    private static void answers(TestClient keeper, String function, String answer) {
        JsonNode asked = keeper.hears();
        assertThat(asked.get("function_id").stringValue()).isEqualTo(function);
        keeper.says("{\"type\":\"invocationresult\",\"invocation_id\":" + asked.get("invocation_id")
                + ",\"function_id\":\"" + function + "\"," + answer + "}");
    }

    @Test
    void embeddedEngineOpensAGuardedPortAndReturnsItsUrl() {
        StubOptions options = StubOptions.builder()
                .guardedPort(
                        GuardOptions.builder().auth("my::auth").expose("pub::*").build())
                .build();
        try (EngineStub stub = EngineStub.start(options);
                TestClient keeper = keeper(stub)) {
            assertThat(stub.workerUrls()).hasSize(2);
            URI guarded = stub.workerUrls().get(1);
            try (TestClient visitor = new TestClient(guarded)) {
                answers(keeper, "my::auth", "\"result\":{}");
                assertThat(visitor.hears().get("type").stringValue()).isEqualTo("workerregistered");
                visitor.says(call("pub::echo", "5"));
                answers(keeper, "pub::echo", "\"result\":6");
                assertThat(visitor.hears().get("result").intValue()).isEqualTo(6);
                visitor.says(call("publish", "{\"topic\":\"x\",\"data\":1}"));
                assertThat(visitor.hears().at("/error/code").stringValue()).isEqualTo("FORBIDDEN");
            }
        }
    }

    @Test
    void configFileSupportsMetadataNamespacesAndPatterns(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                workers:
                  - { name: iii-worker-manager, config: { port: 0 } }
                  - name: iii-worker-manager
                    config:
                      port: 0
                      rbac:
                        expose_functions:
                          - { metadata: { level: 1 } }
                          - { match: "x::*", namespace: orders }
                          - match('publish')
                """);
        try (EngineStub stub =
                        EngineStub.start(StubOptions.builder().configFile(file).build());
                TestClient keeper = keeper(stub);
                TestClient visitor = new TestClient(stub.workerUrls().get(1))) {
            visitor.hears();
            visitor.says(call("pub::echo", "5"));
            answers(keeper, "pub::echo", "\"result\":6");
            assertThat(visitor.hears().get("result").intValue()).isEqualTo(6);
            visitor.says(call("publish", "{}"));
            assertThat(visitor.hears().at("/error/code").stringValue()).isEqualTo("function_not_found");
            visitor.says(call("my::auth", "{}"));
            assertThat(visitor.hears().at("/error/code").stringValue()).isEqualTo("FORBIDDEN");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "auth_function: a | rbac.auth_function is not known here",
                "expose_functions: [\"a::*\"] | has \"a::*\" in expose_functions; write match(\"a::*\")",
                "expose_functions: [{ match: \"a\", metadata: { b: 1 } }] | needs either match or metadata",
                "expose_functions: [{ metadata: {} }] | needs either match or metadata",
                "expose_functions: [{ match: \"a\", namesapce: orders }] | namesapce is not known here",
                "expose_functions: \"a\" | expose_functions must be a list",
            })
    void invalidRulesPreventTheStartOfTheEngine(String rule, String message, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                "workers:\n  - name: iii-worker-manager\n    config:\n      port: 0\n      rbac: { " + rule + " }\n");
        StubOptions options = StubOptions.builder().configFile(file).build();
        assertThatThrownBy(() -> EngineStub.start(options))
                .isInstanceOf(StubException.class)
                .hasMessageContaining("config.yaml:5")
                .hasMessageContaining(message);
    }

    @Test
    void secretsOfClientsAndFunctionsAreNeverLogged() {
        Logger root = (Logger) LoggerFactory.getLogger("dev.iii");
        Level level = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.setLevel(Level.TRACE);
        root.setAdditive(false);
        root.addAppender(lines);
        try {
            usesSecrets();
        } finally {
            root.detachAppender(lines);
            root.setAdditive(true);
            root.setLevel(level);
        }
        String all = lines.list.stream()
                .map(line -> line.getFormattedMessage() + " " + line.getThrowableProxy())
                .collect(Collectors.joining("\n"));
        assertThat(all).contains("is refused: AUTH_ERROR", "is dropped").doesNotContain("s3cret");
    }

    private static void usesSecrets() {
        StubOptions options = StubOptions.builder()
                .variable("TOKEN", "s3cret\u0007")
                .variable("GOOD_TOKEN", "s3cret")
                .guardedPort(GuardOptions.builder().auth("my::auth").build())
                .build();
        try (EngineStub stub = EngineStub.start(options);
                TestClient keeper = keeper(stub)) {
            URI guarded = URI.create(stub.workerUrls().get(1) + "/?token=s3cret");
            try (TestClient refused = new TestClient(guarded)) {
                answers(keeper, "my::auth", "\"error\":{\"code\":\"NO\",\"message\":\"go away\"}");
                assertThat(refused.hears().at("/error/code").stringValue()).isEqualTo("AUTH_ERROR");
            }
            try (TestClient admitted = new TestClient(guarded)) {
                answers(
                        keeper,
                        "my::auth",
                        "\"result\":{\"allow_function_registration\":false,\"context\":\"s3cret\"}");
                admitted.hears();
                admitted.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
                admitted.says(call("engine::workers::register", "{}"));
                admitted.hears();
            }
            for (String variable : new String[] {"TOKEN", "GOOD_TOKEN"}) {
                keeper.says("{\"type\":\"registerfunction\",\"id\":\"f\",\"invocation\":"
                        + "{\"url\":\"http://u:s3cret@127.0.0.1:1/?k=s3cret\",\"headers\":{\"x\":\"s3cret\"},"
                        + "\"auth\":{\"type\":\"bearer\",\"token_key\":\"" + variable + "\"}}}");
            }
            keeper.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":{\"p\":\"s3cret\"}}");
            keeper.says(call("f", "{\"p\":\"s3cret\"}"));
            assertThat(keeper.hears().at("/error/code").stringValue()).isEqualTo("http_request_failed");
        }
    }
}
