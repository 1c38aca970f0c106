package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.internal.session.Refusals;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Idempotent calls on an engine that loses results. */
class RetriesTest {

    private static final RetryPolicy QUICK = new RetryPolicy(
            4, Duration.ofMillis(100), Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(20)));

    /** With time enough to answer an attempt before it counts as lost. */
    private static final RetryPolicy PATIENT = QUICK.withPerAttempt(Duration.ofSeconds(1));

    @RegisterExtension
    static final Engine engine = new Engine();

    private @Nullable FakeEngine fake;
    private @Nullable Worker worker;
    private FakeEngine.@Nullable Peer peer;

    @BeforeEach
    void connect() throws Exception {
        fake = new FakeEngine();
        worker = engine.worker(fake.url(), Engine.options().build()).awaitReady(PATIENCE);
        peer = fake.accept();
    }

    @AfterEach
    void close() {
        worker().close();
        Objects.requireNonNull(fake).close();
    }

    private Worker worker() {
        return Objects.requireNonNull(worker);
    }

    private FakeEngine.Peer peer() {
        return Objects.requireNonNull(peer);
    }

    private InvokeFunction nextCall() throws InterruptedException {
        return nextCall("f");
    }

    private InvokeFunction nextCall(String functionId) throws InterruptedException {
        InvokeFunction call;
        do {
            call = peer().next(InvokeFunction.class);
        } while (!call.functionId().equals(functionId));
        return call;
    }

    private void answer(InvokeFunction call, @Nullable ErrorBody error) {
        RawJson result = error == null ? RawJson.parse("\"done\"") : null;
        peer().send(new InvocationResult(
                Objects.requireNonNull(call.invocationId()), call.functionId(), result, error, null, null));
    }

    @Test
    void theStateMayBeAskedAgain() throws Exception {
        CompletableFuture<Optional<String>> value = CompletableFuture.supplyAsync(
                () -> worker().state().idempotent(PATIENT).get("scope", "key", String.class));
        InvokeFunction lost = nextCall("state::get");
        InvokeFunction again = nextCall("state::get");
        assertThat(again.data()).isEqualTo(lost.data());
        answer(again, null);
        assertThat(value.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("done");
    }

    @Test
    void aLostResultIsAskedForAgainWithTheSamePayloadAndAnotherId() throws Exception {
        CompletableFuture<Json> result =
                worker().triggerAsync(Call.to("f", Map.of("n", 1)).idempotent(PATIENT));
        InvokeFunction lost = nextCall();
        InvokeFunction again = nextCall();
        answer(again, null);
        assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("\"done\"");
        assertThat(again.data()).isEqualTo(lost.data());
        assertThat(again.invocationId()).isNotEqualTo(lost.invocationId());
    }

    @Test
    void aBlockingCallIsMadeAgainToo() throws Exception {
        CompletableFuture<String> result = CompletableFuture.supplyAsync(
                () -> worker().trigger(Call.to("f", 1).idempotent(PATIENT)).text());
        nextCall();
        answer(nextCall(), Refusals.notRun("overloaded", "later"));
        answer(nextCall(), null);
        assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("\"done\"");
    }

    @Test
    void theAttemptsHaveAnEndAndTheFailureCountsThem() throws Exception {
        // An attempt that ends before it is sent would be missing at the engine.
        RetryPolicy twice = QUICK.withMaxAttempts(2).withPerAttempt(Duration.ofSeconds(2));
        CompletableFuture<Json> result = worker().triggerAsync(Call.to("f", 1).idempotent(twice));
        assertThatThrownBy(() -> result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(CallTimeoutException.class, e -> {
                    assertThat(e).hasMessageContaining("in 2 attempts");
                    assertThat(e.mayHaveRun()).isTrue();
                });
        nextCall();
        nextCall();
    }

    @Test
    void theDeadlineOfTheCallIsTheDeadlineOfAllAttempts() {
        assertThatThrownBy(() -> worker().trigger(Call.to("f", 1)
                        .idempotent(QUICK.withMaxAttempts(1000))
                        .timeout(Duration.ofSeconds(2))))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("within 2000 ms");
    }

    @Test
    void anAnswerOfTheFunctionIsFinal() throws Exception {
        CompletableFuture<Json> result =
                worker().triggerAsync(Call.to("f", 1).idempotent(QUICK.withPerAttempt(PATIENCE)));
        answer(nextCall(), new ErrorBody("not_enough_stock", "no"));
        assertThatThrownBy(() -> result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(FunctionException.class);
    }

    @Test
    void aCallThatWaitsForItsNextAttemptEndsWithItsWorker() throws Exception {
        RetryPolicy nextYear = new RetryPolicy(
                2, Duration.ofSeconds(2), Backoff.exponential(Duration.ofDays(300), Duration.ofDays(365)));
        CompletableFuture<Json> result =
                worker().triggerAsync(Call.to("f", 1).idempotent(nextYear).timeout(Duration.ofDays(1000)));
        answer(nextCall(), Refusals.notRun("overloaded", "later"));
        worker().close();
        assertThat(Failing.failure(result)).isInstanceOf(WorkerClosedException.class);
    }

    @Test
    void aCallThatIsNotMarkedIsMadeOnce() throws Exception {
        CompletableFuture<Json> result = worker().triggerAsync(Call.to("f", 1).timeout(Duration.ofSeconds(2)));
        nextCall();
        assertThat(Failing.failure(result))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessage("no result from f within 2000 ms");
        CompletableFuture<Json> next = worker().triggerAsync("g", 1);
        InvokeFunction call = peer().next(InvokeFunction.class);
        assertThat(call.functionId()).as("the call after it").isEqualTo("g");
        answer(call, null);
        assertThat(next.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("\"done\"");
    }

    @Test
    void aLostConnectionIsRetriedOnTheNext() throws Exception {
        CompletableFuture<Json> result = worker().triggerAsync(
                        Call.to("f", 1).idempotent(QUICK.withMaxAttempts(100).withPerAttempt(Duration.ofSeconds(10))));
        nextCall();
        peer().connection().abort("pulled the plug");
        peer = Objects.requireNonNull(fake).accept();
        answer(nextCall(), null);
        assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("\"done\"");
    }
}
