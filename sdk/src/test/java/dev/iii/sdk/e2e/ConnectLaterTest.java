package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.discovery.WorkerInfo;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker with {@link WorkerOptions.Builder#autoConnect} set to {@code false}. */
class ConnectLaterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private EngineStub engine;

    @BeforeEach
    void start() {
        engine = EngineStub.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Worker worker() {
        return Iii.registerWorker(
                engine.workerUrl().toString(),
                WorkerOptions.builder()
                        .name("late")
                        .autoConnect(false)
                        .watchSubscriptions(PATIENCE)
                        .build());
    }

    @Test
    void theEngineDoesNotSeeTheWorkerBeforeItConnects() {
        try (Worker late = worker();
                Worker other = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("other"))) {
            late.registerFunction("late::echo", (json, call) -> json);
            CompletableFuture<Json> waiting = late.triggerAsync("late::echo", 1);
            other.awaitReady(PATIENCE);
            assertThat(other.discovery().workers())
                    .extracting(WorkerInfo::name)
                    .contains(Optional.of("other"))
                    .doesNotContain(Optional.of("late"));
            assertThat(late.status()).isEqualTo(WorkerStatus.CONNECTING);

            assertThatThrownBy(() -> late.awaitReady(Duration.ofMillis(1)))
                    .hasMessageEndingWith(": connect() was not called");

            late.connect();
            late.connect();
            assertThat(waiting.join()).isEqualTo(Json.of(1));
            assertThat(late.awaitReady(PATIENCE).status()).isEqualTo(WorkerStatus.READY);
        }
    }

    @Test
    void itClosesWithoutHavingConnected() {
        Worker late = worker();
        CompletableFuture<Json> waiting = late.triggerAsync("late::echo", 1);
        assertThat(late.shutdown(PATIENCE)).isTrue();
        late.connect();
        assertThat(late.status()).isEqualTo(WorkerStatus.CLOSED);
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(WorkerClosedException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("iii-late-io"));
    }
}
