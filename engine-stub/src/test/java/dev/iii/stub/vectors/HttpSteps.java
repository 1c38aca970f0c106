package dev.iii.stub.vectors;

import dev.iii.stub.vectors.Scenario.Step;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps that ask the engine over HTTP, and those in which it asks a local server. */
final class HttpSteps implements AutoCloseable {

    private static final int THREADS = 16;

    private final Run run;
    private final ExecutorService threads = Daemons.pool("vector-http", THREADS);
    private final Map<String, CompletableFuture<ObjectNode>> answers = new HashMap<>();
    private final Map<String, LocalServer> servers = new HashMap<>();
    private final Map<String, LocalServer.Request> unanswered = new HashMap<>();

    HttpSteps(Run run) {
        this.run = run;
    }

    void request(Step step) {
        ObjectNode request = run.bindings().fillObject(step.get("request"));
        URI base = URI.create(Optional.ofNullable(request.get("base"))
                .map(JsonNode::asString)
                .orElseGet(() -> run.endpoints().get("http")));
        answers.put(
                step.text("http"),
                CompletableFuture.supplyAsync(
                        () -> HttpExchanges.ask(base, request, run.waits().http()), threads));
        if (step.has("expect")) {
            expectAnswer(step);
        }
    }

    void expectAnswer(Step step) {
        CompletableFuture<ObjectNode> answer = answers.remove(step.text("http"));
        if (answer == null) {
            throw new Mismatch("no HTTP request \"" + step.text("http") + "\" waits for its answer");
        }
        try {
            compare(
                    step.get("expect"),
                    answer.get(run.waits().http().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Mismatch known ? known : new Mismatch("the HTTP request failed", e);
        } catch (TimeoutException e) {
            throw new Mismatch(
                    "expected an HTTP answer, got none within " + run.waits().http(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Mismatch("interrupted", e);
        }
    }

    void server(Step step) {
        String name = step.text("server");
        if (step.isTrue("listen")) {
            LocalServer server = new LocalServer();
            servers.put(name, server);
            run.bindings().set(name + "_url", server.url());
            return;
        }
        if (step.has("expect")) {
            expectRequest(step, name);
        }
        if (step.has("reply") || step.isTrue("drop")) {
            reply(step, name);
        }
    }

    private void expectRequest(Step step, String name) {
        LocalServer server = servers.get(name);
        if (server == null) {
            throw new Mismatch("there is no server \"" + name + "\"");
        }
        LocalServer.Request request = server.next(run.waits().frame())
                .orElseThrow(() -> new Mismatch("expected a request to the local server, got none within "
                        + run.waits().frame()));
        unanswered.put(name, request);
        compare(step.get("expect"), request.seen());
    }

    private void reply(Step step, String name) {
        LocalServer.Request request = unanswered.remove(name);
        if (request == null) {
            throw new Mismatch("no request to \"" + name + "\" waits for its answer");
        }
        @Nullable JsonNode reply = step.isTrue("drop") ? null : run.bindings().fill(step.get("reply"));
        request.reply().complete(reply);
    }

    /** Headers are compared when the pattern has some, and then as a subset. */
    private void compare(JsonNode want, ObjectNode got) {
        JsonNode pattern = want.deepCopy();
        if (pattern instanceof ObjectNode fields) {
            if (!(fields.get("headers") instanceof ObjectNode headers)) {
                got.remove("headers");
            } else if (!headers.has("$extra")) {
                headers.put("$extra", true);
            }
        }
        run.matcher().match(pattern, got);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        servers.values().forEach(LocalServer::close);
    }
}
