package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What becomes of scenarios that pass, fail, are skipped or cannot be played. */
class VectorSuiteTest {

    private EchoEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new EchoEngine();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private record Listed(Endpoints endpoints, SkipList skipped) implements EngineUnderTest {
        @Override
        public void close() {}
    }

    private void play(String scenario, String... skipped) throws Throwable {
        Listed listed = new Listed(engine.endpoints(), SkipList.parse(List.of(skipped)));
        new VectorSuite(VectorFolder.MAIN, List.of(listed))
                .tests(SkipList.parse(List.of(scenario + " to be played")), 1)
                .findFirst()
                .orElseThrow()
                .getExecutable()
                .execute();
    }

    @Test
    void scenariosPassOrFail() {
        assertThatCode(() -> play("connect-worker-registered")).doesNotThrowAnyException();
        assertThatThrownBy(() -> play("ping-pong"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("ping-pong.jsonl line 5: $.type: expected \"pong\", got \"ping\"");
    }

    @Test
    void aSkippedScenarioThatFailsIsReportedAsSkipped() {
        assertThatThrownBy(() -> play("ping-pong", "ping-* no pong yet"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("skipped: no pong yet (ping-pong.jsonl line 5");
    }

    @Test
    void aSkippedScenarioThatPassesFails() {
        assertThatThrownBy(() -> play("connect-worker-registered", "connect-worker-registered no greeting"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("passes: remove it from vectors/skipped.txt");
    }

    @Test
    void aScenarioWhosePortIsNotGivenSaysSo() {
        assertThatThrownBy(() -> play("http-not-found"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the address of the engine's port http is not given");
    }
}
