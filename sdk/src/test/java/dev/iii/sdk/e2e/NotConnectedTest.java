package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who waits for a connection that does not come is told which one, and why, without the secrets of its address. */
class NotConnectedTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** A port of this machine that nobody has. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Worker worker(String url) {
        return Iii.registerWorker(
                url,
                WorkerOptions.builder()
                        .name("lonely")
                        .limits(WorkerLimits.DEFAULT.withQueuedCalls(1, 1 << 20))
                        .drainTimeout(SHORT)
                        .build());
    }

    @Test
    void nobodyListens() throws IOException {
        int port = freePort();
        String why = "not connected to ws://127.0.0.1:" + port + "/base: ";
        try (Worker worker = worker("ws://user:secret@127.0.0.1:" + port + "/base?token=secret")) {
            await().until(() -> worker.status() == WorkerStatus.RECONNECTING);
            assertThatThrownBy(() -> worker.awaitReady(SHORT))
                    .isInstanceOfSatisfying(
                            CallTimeoutException.class,
                            e -> assertThat(e.mayHaveRun()).isFalse())
                    .hasMessageStartingWith("worker lonely is not ready within 300 ms: " + why)
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> worker.trigger(Call.to("f", null).timeout(SHORT)))
                    .isInstanceOfSatisfying(
                            CallTimeoutException.class,
                            e -> assertThat(e.mayHaveRun()).isFalse())
                    .hasMessageStartingWith("call of f timed out after 300 ms before it was sent: " + why)
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("secret");
            var waiting = worker.triggerAsync("f", null);
            assertThatThrownBy(() -> worker.trigger("f", null))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageStartingWith(
                            "f was not called: too many calls that wait for a connection (make fewer calls at the"
                                    + " same time, or raise WorkerOptions.limits); " + why)
                    .hasMessageNotContaining("secret");
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void nothingWasCalledWhenAWaitIsInterruptedOrTooLong() throws IOException {
        try (Worker worker = worker("ws://127.0.0.1:" + freePort())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> worker.awaitReady(SHORT))
                    .isInstanceOfSatisfying(
                            CallCancelledException.class,
                            e -> assertThat(e.mayHaveRun()).isFalse());
            assertThat(Thread.interrupted()).isTrue();
            Registration registration = worker.registerFunction("f", (json, call) -> 1);
            assertThatThrownBy(() -> registration.awaitConfirmed(SHORT))
                    .isInstanceOfSatisfying(
                            CallTimeoutException.class,
                            e -> assertThat(e.mayHaveRun()).isFalse());
        }
        assertThat(new CallCancelledException("a call", null).mayHaveRun()).isTrue();
    }

    @Test
    void anotherServerAnswers() {
        try (EngineStub stub = EngineStub.start();
                Worker worker = worker("ws://127.0.0.1:" + stub.workerUrl().getPort() + "/elsewhere")) {
            await().until(() -> worker.status() == WorkerStatus.RECONNECTING);
            assertThatThrownBy(() -> worker.awaitReady(SHORT))
                    .hasMessageContaining("/elsewhere: ")
                    .hasMessageContaining("404");
        }
    }
}
