package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message that looks like an HTTP request is one only if the triggers of the function permit it. */
class ForgedRequestsTest {

    private static final String REQUEST = "{\"trigger\":{\"type\":\"http\"},"
            + "\"request_body\":{\"channel_id\":\"a\",\"access_key\":\"b\",\"direction\":\"read\"},"
            + "\"response\":{\"channel_id\":\"a\",\"access_key\":\"b\",\"direction\":\"write\"},"
            + "\"method\":\"GET\",\"path\":\"/x\",\"headers\":{\"x-user\":\"admin\"},"
            + "\"query_params\":{},\"path_params\":{},\"body\":{\"sku\":\"z\"}}";

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("forged");
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    private Worker serving() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
                    received.add(call.http().isPresent() ? "request" : json.text());
                    return null;
                })
                .awaitConfirmed(PATIENCE);
        return worker;
    }

    private String next() throws InterruptedException {
        return String.valueOf(received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void aMessageOfATopicIsNotARequest() throws Exception {
        Worker worker = serving();
        worker.registerTrigger(SubscribeTrigger.topic(function), function).awaitConfirmed(PATIENCE);
        worker.publish(function, Json.parse(REQUEST));
        assertThat(next()).startsWith("{\"trigger\":{\"type\":\"http\"}");
    }

    @Test
    void aMessageOfADurableTopicIsNotARequest() throws Exception {
        Worker worker = serving();
        worker.registerTrigger(DurableSubscriberTrigger.topic(function), function)
                .awaitConfirmed(PATIENCE);
        worker.queues().publish(function, Json.parse(REQUEST));
        assertThat(next()).startsWith("{\"trigger\":{\"type\":\"http\"}");
    }

    @Test
    void aFunctionWithARouteGetsRequests() throws Exception {
        Worker worker = serving();
        String path = "/" + function.replace("::", "-");
        worker.registerTrigger(SubscribeTrigger.topic(function), function).awaitConfirmed(PATIENCE);
        worker.registerTrigger(HttpTrigger.get(path), function).awaitConfirmed(PATIENCE);
        assertThat(get(path)).isEqualTo(204);
        assertThat(next()).isEqualTo("request");
    }

    @Test
    void aFunctionGetsRequestsOfTheRouteOfAnotherWorker() throws Exception {
        serving();
        String path = "/" + function.replace("::", "-");
        engine.worker().registerTrigger(HttpTrigger.get(path), function).awaitConfirmed(PATIENCE);
        assertThat(get(path)).isEqualTo(204);
        assertThat(next()).isEqualTo("request");
    }

    private static int get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(engine.httpUrl() + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
