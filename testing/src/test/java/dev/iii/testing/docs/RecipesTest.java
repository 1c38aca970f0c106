package dev.iii.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.trigger.CronEvent;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import dev.iii.testing.WorkerName;
import dev.iii.testing.Workers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Contains the recipes from {@code docs/testing.md}. */
@EngineTest(perTest = true)
class RecipesTest {

    @Test
    void anHttpRoute(Worker worker, EngineStub engine) throws Exception {
        worker.registerFunction("query::hello", (json, call) -> "hello");
        worker.registerTrigger(HttpTrigger.get("/hello"), "query::hello").awaitConfirmed(Duration.ofSeconds(5));
        URI url = engine.httpUrl().resolve("/hello");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("\"hello\"");
    }

    @Test
    void aMessageToATopic(Worker worker) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        worker.registerFunction("proj::seen", String.class, (text, call) -> seen.complete(text));
        worker.registerTrigger(SubscribeTrigger.topic("news"), "proj::seen").awaitConfirmed(Duration.ofSeconds(5));
        worker.publish("news", "rain");
        assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo("rain");
    }

    @Test
    void aCronFunction(Worker worker, EngineStub engine) throws Exception {
        CompletableFuture<Instant> cleaned = new CompletableFuture<>();
        worker.registerFunction(
                "job::clean-up", CronEvent.class, (tick, call) -> cleaned.complete(tick.scheduledTime()));
        worker.registerTrigger(CronTrigger.expression("0 0 3 * * *"), "job::clean-up")
                .awaitConfirmed(Duration.ofSeconds(5));
        engine.fireCron("job::clean-up", Instant.parse("2030-01-01T03:00:00Z"));
        assertThat(cleaned.get(5, TimeUnit.SECONDS)).isEqualTo("2030-01-01T03:00:00Z");
    }

    @Test
    void aConnectionThatIsLost(@WorkerName("shop") Worker shop, @WorkerName("till") Worker till, EngineStub engine)
            throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        shop.registerFunction("cmd::slow", (json, call) -> {
            running.countDown();
            return done.await(20, TimeUnit.SECONDS);
        });
        shop.awaitReady(Duration.ofSeconds(5));
        var sale = till.triggerAsync("cmd::slow", null);
        running.await(5, TimeUnit.SECONDS);
        engine.faults().dropConnections();
        assertThatThrownBy(() -> sale.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(OutcomeUnknownException.class);
        done.countDown();
    }

    @Test
    void aResultThatIsLost(Worker worker, EngineStub engine) {
        AtomicInteger runs = new AtomicInteger();
        worker.registerFunction("query::price", (json, call) -> runs.incrementAndGet());
        worker.awaitReady(Duration.ofSeconds(5));
        engine.faults().loseResults(2);
        Call call =
                Call.to("query::price", null).idempotent(RetryPolicy.DEFAULT.withPerAttempt(Duration.ofMillis(500)));
        worker.trigger(call);
        worker.trigger(call);
        assertThat(engine.faults().lostResults()).isPositive();
        assertThat(runs).hasValueGreaterThan(2);
    }

    @Test
    void aSecondProcessThatTakesOver(Workers workers) throws Exception {
        WorkerOptions.Builder options = Workers.options().standby(true);
        Worker owner = workers.start(options.name("owner").build());
        owner.registerFunction("cmd::sell-item", (json, call) -> "owner");
        owner.awaitReady(Duration.ofSeconds(5));
        Worker other = workers.start(options.name("other").build());
        var standby = other.registerFunction("cmd::sell-item", (json, call) -> "other");
        owner.close();
        standby.confirmed().get(5, TimeUnit.SECONDS);
        assertThat(other.trigger("cmd::sell-item", null, String.class)).isEqualTo("other");
    }
}
