package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;

import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.trigger.HttpTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An HTTP client, and a worker with a function behind an http trigger. */
abstract class HttpTestBase {

    @RegisterExtension
    static final Engine engine = new Engine();

    final HttpClient client = HttpClient.newHttpClient();
    final Worker worker = engine.worker();
    final String function = unique("http");
    final String route = unique("route");

    static java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/" + path))
                .timeout(PATIENCE);
    }

    final java.net.http.HttpResponse<String> send(java.net.http.HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
    }

    final java.net.http.HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    static java.net.http.HttpRequest.Builder post(String path, String contentType, String body) {
        return request(path)
                .header("content-type", contentType)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body));
    }

    final <I> void serve(HttpTrigger trigger, Class<I> type, FunctionHandler<? super I, ?> handler) {
        worker.registerFunction(function, type, handler).awaitConfirmed(PATIENCE);
        worker.registerTrigger(trigger, function).awaitConfirmed(PATIENCE);
    }

    final void serve(FunctionHandler<? super HttpRequest, ?> handler) {
        serve(HttpTrigger.get(route), HttpRequest.class, handler);
    }
}
