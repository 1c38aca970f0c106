package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that no result of a fast worker is dropped. Use {@code -Diii.echo.calls=10000000} for the long run. */
class EchoRunTest {

    private static final int CALLS = Integer.getInteger("iii.echo.calls", 200_000);

    @Test
    void everyCallOfAFastWorkerGetsOneResult() {
        try (EngineStub stub = EngineStub.start();
                EchoRun run = new EchoRun(stub.workerUrl(), "echo", CALLS)) {
            // There are as many results as calls, and the set contains every call. So no result is missing and none
            // occurs twice.
            assertThat(run.answered()
                            .orTimeout(60 + CALLS / 2000, TimeUnit.SECONDS)
                            .join()
                            .cardinality())
                    .isEqualTo(CALLS);
        }
    }
}
