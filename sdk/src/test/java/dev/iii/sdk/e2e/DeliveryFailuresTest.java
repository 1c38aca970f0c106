package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static dev.iii.sdk.e2e.Failing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.e2e.Failing.Stuck;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.stub.EngineStub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of registrations, deliveries and channels when the connection of a worker breaks. */
class DeliveryFailuresTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final EngineStub stub = EngineStub.start();
    private final String function = unique("fn");
    private final Stuck handler = new Stuck();
    private final Worker worker =
            engine.worker(stub.workerUrl().toString(), Engine.options().build()).awaitReady(PATIENCE);

    @AfterEach
    void stop() {
        handler.go();
        stub.close();
    }

    @Test
    void whatIsRegisteredBetweenTwoConnectionsIsInEffectOnTheNext() {
        stub.faults().refuseConnections();
        stub.faults().dropConnections();
        Awaitility.await().atMost(PATIENCE).until(() -> worker.status() == WorkerStatus.RECONNECTING);
        Registration registration = worker.registerFunction(function, (json, call) -> 1);
        assertThat(registration.status()).isEqualTo(RegistrationStatus.PENDING);
        stub.faults().heal();
        registration.awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, null).text()).isEqualTo("1");
    }

    @Test
    void anHttpRequestIsAnsweredWithAnErrorWhenTheConnectionBreaksWhileItsHandlerRuns() throws Exception {
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        String path = "/" + unique("path");
        worker.registerTrigger(HttpTrigger.get(path), function).awaitConfirmed(PATIENCE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(stub.httpUrl() + path))
                .timeout(PATIENCE)
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        var running = handler.awaitRun();
        stub.faults().dropConnections();
        assertThat(result(answer).statusCode()).isBetween(500, 599);
        Awaitility.await().atMost(PATIENCE).until(running::isCancelled);
        assertThat(handler.runs()).isEqualTo(1);
    }

    @Test
    void aDurableMessageIsDeliveredAgainWhenTheConnectionBreaksWhileItsHandlerRuns() throws Exception {
        String topic = unique("topic");
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        worker.registerTrigger(
                        DurableSubscriberTrigger.topic(topic).maxRetries(10).backoff(Duration.ofMillis(100)), function)
                .awaitConfirmed(PATIENCE);
        worker.queues().publish(topic, 1);
        handler.awaitRun();
        stub.faults().dropConnections();
        Awaitility.await().atMost(PATIENCE).until(() -> handler.runs() >= 2);
    }

    @Test
    void aChannelOutlivesTheConnectionOfItsWorker() throws Exception {
        Channel channel = worker.createChannel();
        channel.writer().sendText("before");
        assertThat(channel.reader().idleTimeout(PATIENCE).next()).contains(new ChannelMessage.Text("before"));
        String id = worker.id().orElseThrow();
        stub.faults().dropConnections();
        Awaitility.await().atMost(PATIENCE).until(() -> !id.equals(worker.id().orElseThrow()));
        channel.writer().sendText("after");
        channel.writer().close();
        assertThat(channel.reader().next()).contains(new ChannelMessage.Text("after"));
        assertThat(channel.reader().next()).isEmpty();
    }
}
