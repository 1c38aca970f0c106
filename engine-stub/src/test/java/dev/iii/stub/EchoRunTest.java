package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Results of a fast worker are never dropped. {@code -Diii.echo.calls=10000000} for the long run. */
class EchoRunTest {

    private static final int CALLS = Integer.getInteger("iii.echo.calls", 200_000);

    @Test
    void everyCallOfAFastWorkerIsAnsweredOnce() {
        try (EngineStub stub = EngineStub.start();
                EchoRun run = new EchoRun(stub.workerUrl(), "echo", CALLS)) {
            // As many answers as calls, and each call among them: none missing, none twice.
            assertThat(run.answered()
                            .orTimeout(60 + CALLS / 2000, TimeUnit.SECONDS)
                            .join()
                            .cardinality())
                    .isEqualTo(CALLS);
        }
    }
}
