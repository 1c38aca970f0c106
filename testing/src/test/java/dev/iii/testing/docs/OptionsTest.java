package dev.iii.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.stub.StubOptions;
import dev.iii.testing.EngineExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contains the example with engine options from {@code docs/testing.md}. */
class OptionsTest {

    @RegisterExtension
    static final EngineExtension engine = EngineExtension.with(
            StubOptions.builder().namespaceGrace(Duration.ofMillis(100)).build());

    @Test
    void theFieldKnowsItsEngine(Worker worker) {
        assertThat(worker.discovery().workers())
                .anyMatch(found -> found.name().orElse("").equals(worker.name()));
        assertThat(engine.url()).startsWith("ws://127.0.0.1:");
    }
}
