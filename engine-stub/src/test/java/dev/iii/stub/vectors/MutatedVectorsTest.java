package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recording with one detail changed must not pass, and the report must lead to that detail. */
class MutatedVectorsTest {

    private static EngineUnderTest engine;

    @BeforeAll
    static void start() {
        engine = EngineUnderTest.running("iii.vectors").orElseGet(() -> StubUnderTest.start(VectorFolder.MAIN));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "connect-worker-registered | $uuid:a_id | $number:a_id | $.worker_id: expected $number:a_id, got \"",
                "connect-unknown-path-404 | 404 | 403 | $: expected 403, got 404",
                "state-set-get-delete | \"old_value\": null | \"old_value\": 0 | old_value: expected 0, got null",
                "invoke-unknown-function | function_not_found | function_lost | error.code: expected \"function_lost\", got \"function_not_found\"",
                "http-not-found | \"status\": 404 | \"status\": 200 | $.status: expected 200, got 404",
                "http-get-envelope | \"path_params\": {} | \"path_params\": {\"id\": \"$string\"} | path_params.id: expected \"$string\", got no such field in {}",
                "ping-pong | {\"type\": \"pong\"} | {\"type\": \"pong\", \"id\": 1} | $.id: expected 1, got no such field in {\"type\": \"pong\"}",
            })
    void failsNamingLinePlaceExpectedAndGot(String name, String from, String to, String message) {
        Scenario original = VectorFolder.MAIN.scenario(name);
        List<String> lines =
                original.steps().stream().map(step -> Json.text(step.json())).toList();
        int line = firstWith(from, lines);
        List<String> changed = lines.stream()
                .map(text -> text.equals(lines.get(line)) ? text.replace(from, to) : text)
                .toList();
        Player player = new Player(engine.endpoints(), Waits.DOCUMENTED);

        assumeTrue(
                original.ports().stream()
                        .allMatch(port -> engine.endpoints().find(port).isPresent()),
                () -> "the engine has not all of the ports " + original.ports());
        player.play(original);
        assertThatThrownBy(() -> player.play(Scenario.parse(name, changed)))
                .isInstanceOf(Mismatch.class)
                .hasMessageStartingWith(name + ".jsonl line " + (line + 1) + ": $")
                .hasMessageContaining(message);
    }

    private static int firstWith(String text, List<String> lines) {
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        assertThat(lines).as("a line with %s", text).isEmpty();
        return -1;
    }
}
