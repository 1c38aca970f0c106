package dev.iii.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Worker;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.trigger.Trigger;
import dev.iii.testing.EngineExtension;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs each sample on one engine, also on a real one with {@code -Diii.url=…}. */
class SamplesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    @BeforeEach
    void bePatient() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(engine.httpUrl().resolve(path));
    }

    private static HttpRequest.Builder post(String path, String body) {
        return request(path).header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    @Test
    void httpApi(Worker worker) throws Exception {
        HttpApi.register(worker);
        worker.awaitReady(PATIENCE);
        HttpResponse<String> added = send(post("/notes", "{\"text\":\"buy tea\"}"));
        assertThat(added.statusCode()).isEqualTo(201);
        String location = added.headers().firstValue("location").orElseThrow();
        assertThat(send(request(location)).body()).contains("\"text\":\"buy tea\"");
        assertThat(send(request("/notes/none")).statusCode()).isEqualTo(404);
        assertThat(send(request("/notes?limit=1")).body()).contains("buy tea");
        HttpResponse<String> refused = send(post("/notes", "{}"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("text");
    }

    @Test
    void queueWithDeadLetters(Worker worker) {
        AtomicBoolean bankIsOpen = new AtomicBoolean();
        QueueWithDeadLetters.register(worker, bankIsOpen);
        worker.awaitReady(PATIENCE);
        worker.trigger("payments::request", new QueueWithDeadLetters.Payment("o-1", 500));
        await().until(
                        () -> worker.trigger(
                                "payments::failed", null, new TypeRef<List<QueueWithDeadLetters.Payment>>() {}),
                        List.of(new QueueWithDeadLetters.Payment("o-1", 500))::equals);
        bankIsOpen.set(true);
        assertThat(worker.trigger("payments::retry", null, Integer.class)).isEqualTo(1);
        await().until(() -> worker.state()
                .get("paid", "o-1", QueueWithDeadLetters.Payment.class)
                .isPresent());
    }

    @Test
    void reactiveState(Worker worker) {
        ReactiveState.register(worker);
        worker.awaitReady(PATIENCE);
        worker.state().set("tasks", "1", new ReactiveState.Task("paint", false));
        worker.state().set("tasks", "2", new ReactiveState.Task("clean", false));
        worker.state().set("tasks", "1", new ReactiveState.Task("paint", true));
        await().until(
                        () -> worker.trigger("counts::get", null, ReactiveState.Counts.class),
                        new ReactiveState.Counts(1, 1)::equals);
        worker.state().delete("tasks", "2");
        await().until(
                        () -> worker.trigger("counts::get", null, ReactiveState.Counts.class),
                        new ReactiveState.Counts(0, 1)::equals);
    }

    @Test
    void cronJob(Worker worker) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        worker.state().set("sessions", "old", new CronJob.Session("old", now.minus(Duration.ofHours(2))));
        worker.state().set("sessions", "new", new CronJob.Session("new", now));
        CronJob.register(worker, Clock.fixed(now, ZoneOffset.UTC), "* * * * * *");
        await().until(() ->
                worker.state().list("sessions", CronJob.Session.class).size() == 1);
        assertThat(worker.state().get("sessions", "new", CronJob.Session.class)).isPresent();
    }

    @Test
    void realtimeStream(Worker worker) throws Exception {
        RealtimeStream.register(worker);
        worker.awaitReady(PATIENCE);
        worker.trigger("chat::say", new RealtimeStream.Message("kitchen", "Ada", "tea?"));
        Queue<String> texts = new ConcurrentLinkedQueue<>();
        try (StreamConsumer consumer =
                RealtimeStream.watch(engine.streamUrl().toString(), "kitchen", message -> texts.add(message.text()))) {
            await().until(() -> List.copyOf(texts).equals(List.of("tea?")));
            send(post("/chat", "{\"room\":\"kitchen\",\"from\":\"Grace\",\"text\":\"yes\"}"));
            await().until(() -> List.copyOf(texts).equals(List.of("tea?", "yes")));
            assertThat(consumer.isConnected()).isTrue();
        }
    }

    @Test
    void channelTransfer(Worker worker, @TempDir Path folder) throws IOException {
        ChannelTransfer.register(worker);
        worker.awaitReady(PATIENCE);
        Path file = Files.write(folder.resolve("zeros"), new byte[1_000_000]);
        assertThat(ChannelTransfer.send(worker, file))
                .isEqualTo(new ChannelTransfer.Stored(
                        "zeros", 1_000_000, "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025"));
    }

    @Test
    void customTrigger(Worker worker) {
        CustomTrigger.provide(worker).registration().awaitConfirmed(PATIENCE);
        CustomTrigger.use(worker);
        worker.awaitReady(PATIENCE);
        CustomTrigger.Measured warm = new CustomTrigger.Measured("attic", 31);
        worker.trigger("temperature::measured", new CustomTrigger.Measured("attic", 29));
        worker.trigger("temperature::measured", warm);
        await().until(() -> worker.state()
                .get("fans", "attic", CustomTrigger.Measured.class)
                .filter(warm::equals)
                .isPresent());
        assertThatThrownBy(() -> worker.registerTrigger(
                                Trigger.of("temperature", new CustomTrigger.Limit("attic", -300)), "fan::start")
                        .awaitConfirmed(PATIENCE))
                .isInstanceOf(RegistrationRefusedException.class)
                .hasMessageContaining("absolute zero");
    }

    @Test
    void middleware(Worker worker) throws Exception {
        Middleware.register(worker, Map.of("secret-of-ada", "Ada"));
        worker.awaitReady(PATIENCE);
        assertThat(send(request("/account")).statusCode()).isEqualTo(401);
        assertThat(send(request("/account").header("authorization", "Bearer secret-of-ada"))
                        .body())
                .isEqualTo("{\"user\":\"Ada\"}");
    }

    @Test
    void orderWorkflow(Worker worker) throws Exception {
        OrderWorkflow.register(worker);
        worker.awaitReady(PATIENCE);
        assertThat(send(post("/orders", "{\"id\":\"o-7\",\"cents\":900}")).body())
                .isEqualTo("{\"accepted\":\"o-7\"}");
        await().until(() -> worker.state()
                .get("orders", "o-7", new TypeRef<Map<String, Boolean>>() {})
                .orElse(Map.of())
                .equals(Map.of("placed", true, "charged", true, "shipped", true)));
        assertThat(send(post("/orders", "{\"id\":\"o-8\",\"cents\":0}")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void agentHandover(Worker worker) {
        AgentHandover.register(worker, prompt -> "[" + prompt + "]");
        worker.awaitReady(PATIENCE);
        worker.trigger("agents::ask", new AgentHandover.Task("t-1", "tea"));
        await().until(() -> worker.state()
                .get("research", "t-1", AgentHandover.Research.class)
                .orElseThrow()
                .answer()
                .equals("[summary of [[facts about tea]]]"));
    }

    @Test
    void observability(Worker worker) {
        Observability.register(worker);
        worker.awaitReady(PATIENCE);
        assertThat(worker.trigger("checkout::pay", new Observability.Order("o-1", 900), Boolean.class))
                .isTrue();
        assertThat(worker.trigger("checkout::pay", new Observability.Order("o-2", 200_000), Boolean.class))
                .isFalse();
        await().until(() -> worker.state()
                .get("alerts", "last", String.class)
                .filter("payment refused"::equals)
                .isPresent());
    }

    @Test
    void eventDrivenCqrs(Worker worker) {
        EventDrivenCqrs.register(worker);
        worker.awaitReady(PATIENCE);
        EventDrivenCqrs.View view = new EventDrivenCqrs.View("/tea");
        worker.trigger("cmd::view-page", view);
        worker.trigger("cmd::view-page", view);
        await().until(
                        () -> worker.trigger("query::views", view, EventDrivenCqrs.Views.class),
                        new EventDrivenCqrs.Views(2)::equals);
        assertThat(worker.state().list("events", EventDrivenCqrs.Viewed.class)).hasSize(2);
    }
}
