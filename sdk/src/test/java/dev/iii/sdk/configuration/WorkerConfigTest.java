package dev.iii.sdk.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.sdk.error.InvalidConfigException;
import dev.iii.sdk.jackson.JacksonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;

/** The file that a supervisor passes to a worker in {@code III_CONFIG}. */
class WorkerConfigTest {

    enum Level {
        DEBUG,
        INFO
    }

    record Server(String host, int port) {}

    record Settings(Level level, Server server, List<Server> mirrors, Optional<Duration> patience) {}

    record Token(String token) {}

    record Size(long bytes) {}

    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setFile() {
        file = folder.resolve("api.yaml");
        variables.put("III_CONFIG", file.toString());
        variables.put("III_CONFIG_NAME", "shop-api");
    }

    private WorkerConfig config() {
        return WorkerConfig.fromEnvironment(variables::get);
    }

    private WorkerConfig config(String... lines) {
        try {
            Files.write(file, List.of(lines));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return config();
    }

    private InvalidConfigException failure(Class<?> type, String... lines) {
        WorkerConfig config = config(lines);
        return catchThrowableOfType(InvalidConfigException.class, () -> config.read(type));
    }

    @Nested
    class Reading {

        @Test
        void aFileIsReadAsARecord() {
            Settings settings = config(
                            "level: DEBUG",
                            "server:",
                            "  host: 'shop.example'",
                            "  port: 8080 # of the load balancer",
                            "mirrors:",
                            "- host: a",
                            "  port: 0x50",
                            "patience: PT5S")
                    .read(Settings.class);
            assertThat(settings)
                    .isEqualTo(new Settings(
                            Level.DEBUG,
                            new Server("shop.example", 8080),
                            List.of(new Server("a", 80)),
                            Optional.of(Duration.ofSeconds(5))));
        }

        @Test
        void theFileAndTheNameComeFromTheEnvironment() {
            assertThat(config().file()).contains(file);
            assertThat(config().name()).contains("shop-api");
            assertThat(config()).hasToString("WorkerConfig[file=" + file + ", name=shop-api]");
            assertThat(WorkerConfig.of(file).name()).isEmpty();
        }

        @Test
        void blankVariablesCountAsNotSet() {
            variables.put("III_CONFIG", " ");
            variables.put("III_CONFIG_NAME", "");
            assertThat(config().file()).isEmpty();
            assertThat(config().name()).isEmpty();
        }

        @Test
        void withoutAFileTheConfigurationIsEmpty() {
            variables.clear();
            assertThat(config().json().text()).isEqualTo("{}");
            Server defaults = new Server("localhost", 80);
            assertThat(config().read(Server.class, defaults)).isEqualTo(defaults);
            assertThatThrownBy(() -> config().read(Server.class))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessage("no configuration file is set (III_CONFIG): host: missing; expected a string");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "# nothing", "---", "null", "{}"})
        void anEmptyFileIsAnEmptyConfiguration(String content) {
            assertThat(config(content).json().text()).isEqualTo("{}");
        }

        @Test
        void defaultsApplyKeyByKeyAndListsAreReplaced() {
            Settings defaults = new Settings(
                    Level.INFO,
                    new Server("localhost", 80),
                    List.of(new Server("a", 1), new Server("b", 2)),
                    Optional.empty());
            Settings settings = config("server:", "  port: 8080", "mirrors: [{host: c, port: 3}]")
                    .read(Settings.class, defaults);
            assertThat(settings)
                    .isEqualTo(new Settings(
                            Level.INFO, new Server("localhost", 8080), List.of(new Server("c", 3)), Optional.empty()));
        }

        @Test
        void anotherCodecReadsKeysInSnakeCase() {
            record Limits(int maxCalls) {}
            WorkerConfig config = config("max_calls: 7")
                    .codec(JacksonCodec.with(
                            mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)));
            assertThat(config.read(Limits.class)).isEqualTo(new Limits(7));
            assertThat(config.read(Limits.class, new Limits(1))).isEqualTo(new Limits(7));
        }

        @Test
        void anchorsAndEveryKindOfScalarAreRead() {
            assertThat(config(
                                    "a: &x {b: [true, False, ~, null, 1.50, -3, 0o17, 'no', \"y\", 2026-11-30]}",
                                    "c: *x",
                                    "d: |",
                                    "  two",
                                    "  lines")
                            .json()
                            .text())
                    .isEqualTo("{\"a\":{\"b\":[true,false,null,null,1.50,-3,15,\"no\",\"y\",\"2026-11-30\"]},"
                            + "\"c\":{\"b\":[true,false,null,null,1.50,-3,15,\"no\",\"y\",\"2026-11-30\"]},"
                            + "\"d\":\"two\\nlines\\n\"}");
        }

        @Test
        void theFileIsReadEachTime() {
            WorkerConfig config = config("token: a");
            assertThat(config.read(Token.class)).isEqualTo(new Token("a"));
            config("token: b");
            assertThat(config.read(Token.class)).isEqualTo(new Token("b"));
        }
    }

    @Nested
    class Variables {

        @Test
        void variablesAreReplacedAndDefaultsUsed() {
            variables.put("HOST", "shop");
            assertThat(config("host: 'https://${HOST}/${PATH_:a:b}'", "port: ${PORT:8080}")
                            .read(Server.class))
                    .isEqualTo(new Server("https://shop/a:b", 8080));
        }

        @Test
        void aVariableFitsBothTextAndNumbers() {
            variables.put("TOKEN", "12345");
            assertThat(config("token: ${TOKEN}").read(Token.class)).isEqualTo(new Token("12345"));
            assertThat(config("bytes: ${TOKEN}").read(Size.class)).isEqualTo(new Size(12345));
            variables.put("TOKEN", "true");
            assertThat(config("token: ${TOKEN}").read(Token.class)).isEqualTo(new Token("true"));
            variables.put("TOKEN", "");
            assertThat(config("token: ${TOKEN}").read(Token.class)).isEqualTo(new Token(""));
        }

        @Test
        void aVariableInAListFitsText() {
            variables.put("A", "1");
            record Names(List<String> names) {}
            assertThat(config("names: ['${A}', x, '${A}']").read(Names.class))
                    .isEqualTo(new Names(List.of("1", "x", "1")));
        }

        @Test
        void aValueIsNotExpandedAgain() {
            variables.put("TOKEN", "${HOME}$1");
            assertThat(config("token: ${TOKEN}").read(Token.class)).isEqualTo(new Token("${HOME}$1"));
        }

        @Test
        void aVariableThatIsNotSetIsAnError() {
            InvalidConfigException failure = failure(Server.class, "port: 1", "host: ${SHOP_HOST}");
            assertThat(failure)
                    .hasMessage(
                            file + ":2: host: the environment variable SHOP_HOST is not set; set it for the worker, or"
                                    + " write ${SHOP_HOST:default}");
            assertThat(failure.key()).isEqualTo("host");
            assertThat(failure.line()).isEqualTo(2);
        }
    }

    @Nested
    class Errors {

        @Test
        void aWrongTypeNamesFileLineAndKeyButNotTheValue() {
            InvalidConfigException failure = failure(
                    Settings.class,
                    "level: INFO",
                    "server: {host: a, port: 1}",
                    "mirrors:",
                    "- {host: a, port: 1}",
                    "- host: b",
                    "  port: secret");
            assertThat(failure).hasMessage(file + ":6: mirrors[1].port: expected an integer, was a string");
            assertThat(failure.key()).isEqualTo("mirrors[1].port");
            assertThat(failure.line()).isEqualTo(6);
        }

        @Test
        void aMissingKeyNamesTheLineOfTheMappingAroundIt() {
            InvalidConfigException failure =
                    failure(Settings.class, "level: INFO", "mirrors: []", "server:", "  port: 1");
            assertThat(failure).hasMessage(file + ":4: server.host: missing; expected a string");
        }

        @Test
        void aVariableOfTheWrongTypeIsAnErrorOfItsKey() {
            variables.put("BYTES", "many");
            assertThat(failure(Size.class, "bytes: ${BYTES}"))
                    .hasMessage(file + ":1: bytes: expected an integer, was a string");
        }

        @Test
        void aKeyWithDotsIsFound() {
            record Names(Map<String, Integer> names) {}
            assertThat(failure(Names.class, "names:", "  a: 1", "  a.b: x").line())
                    .isEqualTo(3);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "token: 'secret | 2 | the file is not valid YAML: found unexpected end of stream",
                    "- secret | 1 | the file must contain a mapping, for example log_level: debug",
                    "token: .inf | 1 | token: the number cannot be represented in JSON",
                    "token: 1e400 | 1 | token: the number cannot be represented in JSON",
                    "token: !secret a | 1 | token: the tag !secret is not supported",
                    "{token: a, token: b} | 1 | token: the key occurs twice",
                    "{x: &a {token: *a}} | 1 | x: the value contains itself",
                })
        void whatIsNotAConfigurationIsAnError(String content, int line, String problem) {
            assertThat(failure(Token.class, content))
                    .hasMessage(file + ":" + line + ": " + problem)
                    .hasMessageNotContaining("'secret");
        }

        @Test
        void aKeyThatIsNotAScalarIsAnError() {
            assertThat(failure(Token.class, "{[a, b]: c}")).hasMessageContaining(file + ": the file is not valid YAML");
        }

        @Test
        void tooDeepAFileIsAnError() {
            assertThat(failure(Token.class, "token: " + "[".repeat(150) + "]".repeat(150)))
                    .hasMessageContaining(file.toString());
        }

        @Test
        void aSecondDocumentIsAnError() {
            assertThat(failure(Token.class, "token: a", "---", "token: b"))
                    .hasMessage(file + ":3: the file contains a second document");
        }

        @Test
        void aliasesCannotMakeTheContentEndless() {
            String[] lines = new String[20];
            lines[0] = "a0: &a0 [x, x, x, x, x, x, x, x]";
            for (int i = 1; i < lines.length; i++) {
                String alias = "*a" + (i - 1);
                lines[i] = "a" + i + ": &a" + i + " [" + (alias + ", ").repeat(7) + alias + "]";
            }
            assertThat(failure(Token.class, lines)).hasMessageContaining(file.toString());
        }

        @Test
        void aFileThatCannotBeReadIsAnError() throws IOException {
            assertThatThrownBy(() -> config().read(Token.class)).hasMessage(file + ": the file does not exist");
            Files.write(file, "token: ä".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> config().read(Token.class)).hasMessage(file + ": the file is not UTF-8");
            Files.delete(file);
            Files.createDirectory(file);
            assertThatThrownBy(() -> config().read(Token.class))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageStartingWith(file + ": the file cannot be read: ");
        }
    }
}
