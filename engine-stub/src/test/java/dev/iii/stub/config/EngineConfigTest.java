package dev.iii.stub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineConfigTest {

    private static EngineConfig parse(String yaml) {
        return EngineConfig.parse("config.yaml", yaml, Map.of("HOST", "example", "EMPTY", ""));
    }

    private static void refused(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void readsTheFileOfTheRealEngine() throws IOException {
        EngineConfig config = EngineConfig.read(Path.of("src/test/resources/vectors/engine.yaml"), System.getenv());
        assertThat(config.namespaceGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.workers())
                .extracting(EngineConfig.WorkerEntry::name)
                .containsExactly(
                        "iii-worker-manager",
                        "iii-worker-manager",
                        "iii-stream",
                        "iii-state",
                        "iii-http",
                        "iii-pubsub",
                        "iii-queue",
                        "iii-observability",
                        "iii-http-functions",
                        "iii-cron");
        assertThat(config.warnings()).isEmpty();
        ConfigSection guarded = config.workers().get(1).config();
        assertThat(guarded.port("port")).isEqualTo(49235);
        ConfigSection rbac = Objects.requireNonNull(guarded.section("rbac"));
        assertThat(rbac.items("expose_functions"))
                .extracting(ConfigSection.Item::text)
                .containsExactly("match(\"test::ew::public::*\")", "match(\"engine::functions::list\")", null);
        ConfigSection queue = config.workers().get(6).config();
        ConfigSection queues = Objects.requireNonNull(queue.section("queue_configs"));
        assertThat(queues.keys()).containsExactly("work", "ordered", "fragile");
        ConfigSection work = Objects.requireNonNull(queues.section("work"));
        assertThat(work.integer("max_retries", 9, 0, 100)).isEqualTo(3);
        assertThat(work.millis("backoff_ms", Duration.ZERO, 0, 1000)).isEqualTo(Duration.ofMillis(100));
        assertThat(work.oneOf("type", "fifo", List.of("standard", "fifo"))).isEqualTo("standard");
        ConfigSection telemetry = config.workers().get(7).config();
        assertThat(telemetry.number("sampling_ratio", 0)).isEqualTo(1.0);
        assertThat(telemetry.flag("enabled", false)).isTrue();
        ConfigSection security =
                Objects.requireNonNull(config.workers().get(8).config().section("security"));
        assertThat(security.strings("url_allowlist")).containsExactly("localhost", "127.0.0.1");
    }

    @Test
    void emptyFilesAndSectionsAreEmpty() {
        assertThat(parse("").workers()).isEmpty();
        assertThat(parse("# nothing\n").workers()).isEmpty();
        assertThat(parse("workers:\n").workers()).isEmpty();
        EngineConfig config = parse("workers: [{ name: iii-state, config: }]");
        assertThat(config.workers().get(0).config().string("x", "absent")).isEqualTo("absent");
    }

    @Test
    void olderNameOfTheListIsAccepted() {
        assertThat(parse("modules: [{ name: iii-state }]").workers()).hasSize(1);
    }

    @Test
    void environmentVariablesAreReplaced() {
        EngineConfig config = parse(
                "workers:\n  - name: x\n    config: { host: '${HOST}', port: ${PORT:80}, a: '${NO:}', e: '${EMPTY:x}' }");
        ConfigSection section = config.workers().get(0).config();
        assertThat(section.string("host")).isEqualTo("example");
        assertThat(section.port("port")).isEqualTo(80);
        assertThat(section.string("a")).isEmpty();
        assertThat(section.string("e")).isEmpty();
        refused(
                "a: 1\n\nworkers: ${MISSING}",
                "config.yaml:3: the environment variable MISSING is not set; set it, or write ${MISSING:default}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|config.yaml:1: the file must be a section of keys and values, but is \"5\"",
                "workers: 5|config.yaml:1: workers must be a list, but is \"5\"",
                "workers: [5]|config.yaml:1: workers[0] must be a section of keys and values, but is \"5\"",
                "workers: [{ config: {} }]|config.yaml:1: workers[0] needs a name, for example name: iii-state",
                "workers: [{ name: [x] }]|config.yaml:1: workers[0].name must be a string, but is a list",
                "workers: [{ name: x, config: [] }]|config.yaml:1: workers[0].config must be a section of keys and values, but is a list",
                "registration_namespace_grace_ms: soon|config.yaml:1: registration_namespace_grace_ms must be a whole number from 0 to 86400000, but is \"soon\"",
                "registration_namespace_grace_ms: -1|config.yaml:1: registration_namespace_grace_ms must be a whole number from 0 to 86400000, but is \"-1\"",
            })
    void errorsNameLineKeyAndAllowedValues(String yaml, String message) {
        refused(yaml, message);
    }

    @Test
    void errorsInSectionsNameTheirLine() {
        ConfigSection section = parse(
                        "workers:\n  - name: x\n    config:\n      port: 99999\n      on: maybe\n      kind: c\n      ratio: x\n      list: [a, {}]\n      text: {}\n")
                .workers()
                .get(0)
                .config();
        String at = "config.yaml:%d: workers[0].config.";
        assertThatThrownBy(() -> section.port("port"))
                .hasMessage(at.formatted(4) + "port must be a whole number from 0 to 65535, but is \"99999\"");
        assertThatThrownBy(() -> section.flag("on", true))
                .hasMessage(at.formatted(5) + "on must be true or false, but is \"maybe\"");
        assertThatThrownBy(() -> section.oneOf("kind", "a", List.of("a", "b")))
                .hasMessage(at.formatted(6) + "kind must be one of a, b, but is \"c\"");
        assertThatThrownBy(() -> section.number("ratio", 1))
                .hasMessage(at.formatted(7) + "ratio must be a number, but is \"x\"");
        assertThatThrownBy(() -> section.strings("list"))
                .hasMessage(at.formatted(8) + "list[1] must be a string, but is a section");
        assertThatThrownBy(() -> section.string("text"))
                .hasMessage(at.formatted(9) + "text must be a string, but is a section");
    }

    @Test
    void invalidYamlIsReportedWithItsPosition() {
        assertThatThrownBy(() -> parse("workers:\n  - name: [x\nb: 2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config.yaml:3:")
                .hasMessageContaining("this is not YAML")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThatThrownBy(() -> parse("a: 1\na: 2")).hasMessage("config.yaml:2: a is given twice");
        assertThatThrownBy(() -> parse("[".repeat(100_000)))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void environmentOverridesTheGraceOfTheFile() {
        String yaml = "registration_namespace_grace_ms: 1";
        assertThat(EngineConfig.parse("f", yaml, Map.of("III_NAMESPACE_GRACE_MS", " 20 "))
                        .namespaceGrace())
                .isEqualTo(Duration.ofMillis(20));
        assertThat(EngineConfig.parse("f", yaml, Map.of("III_NAMESPACE_GRACE_MS", ""))
                        .namespaceGrace())
                .isEqualTo(Duration.ofMillis(1));
        assertThat(EngineConfig.parse("f", "", Map.of()).namespaceGrace()).isNull();
        assertThatThrownBy(() -> EngineConfig.parse("f", yaml, Map.of("III_NAMESPACE_GRACE_MS", "x")))
                .hasMessage("the environment variable III_NAMESPACE_GRACE_MS must be a whole number from 0 to 86400000,"
                        + " but is \"x\"");
    }

    @Test
    void oldAndNewNameOfOneWorkerIsAnError() {
        refused(
                "workers:\n  - name: state\n  - name: iii-state\n",
                "config.yaml:3: workers[1] names the worker \"iii-state\" next to \"state\", which is its new name; keep one"
                        + " of them");
    }

    @Test
    void unknownKeysAreNamed() {
        EngineConfig config = parse(
                "workers:\n  - name: x\n    conf: 1\n    config:\n      a: { b: 1, c: 2 }\n      d: 3\nother: 1\n");
        assertThat(config.warnings())
                .containsExactly(
                        "config.yaml:3: workers[0].conf is not known here and has no effect; known are name, config, image",
                        "config.yaml:7: other is not known here and has no effect; known are"
                                + " registration_namespace_grace_ms, workers, modules");
        ConfigSection section = config.workers().get(0).config();
        Objects.requireNonNull(section.section("a")).string("b");
        assertThat(section.unknownKeys())
                .containsExactly(
                        "config.yaml:6: workers[0].config.d is not known here and has no effect; known are a",
                        "config.yaml:5: workers[0].config.a.c is not known here and has no effect; known are b");
        section.ignore("d");
        assertThat(section.unknownKeysHere()).isEmpty();
    }

    @Test
    void unreadableFileIsReportedInOneLine(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> EngineConfig.read(missing, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the config file " + missing + " does not exist");
        assertThatThrownBy(() -> EngineConfig.read(folder, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is a folder");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xFF, 0});
        assertThatThrownBy(() -> EngineConfig.read(binary, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the config file " + binary + " is not UTF-8 text");
    }
}
