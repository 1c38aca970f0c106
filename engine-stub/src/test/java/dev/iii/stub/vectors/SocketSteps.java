package dev.iii.stub.vectors;

import dev.iii.stub.vectors.Scenario.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps that open, close and watch WebSockets. */
final class SocketSteps implements AutoCloseable {

    /** A little more than a connection attempt may take. */
    private static final Duration OPEN = Duration.ofSeconds(12);

    private final Run run;
    private final Map<String, VectorSocket> sockets = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<VectorSocket>> pending = new HashMap<>();

    SocketSteps(Run run) {
        this.run = run;
    }

    void open(Step step) {
        CompletableFuture<VectorSocket> opening = begin(step.get("open"));
        if (step.isTrue("pending")) {
            pending.put(step.text("conn"), opening);
        } else {
            finish(step, opening, OPEN);
        }
    }

    /** The connection that an earlier step began is open now. */
    void opened(Step step) {
        CompletableFuture<VectorSocket> opening = pending.remove(step.text("conn"));
        if (opening == null) {
            throw new Mismatch("no connection \"" + step.text("conn") + "\" is being opened");
        }
        finish(step, opening, run.waits().frame());
    }

    /** Opens a connection without more ado. */
    void open(String name, JsonNode address) {
        sockets.put(name, await(begin(address), OPEN));
    }

    private CompletableFuture<VectorSocket> begin(JsonNode address) {
        ObjectNode spec = run.bindings().fillObject(address);
        String base = run.endpoints().get(spec.path("port").asString("ws"));
        return VectorSocket.open(base + spec.path("path").asString("/"), spec.path("headers"));
    }

    private void finish(Step step, CompletableFuture<VectorSocket> opening, Duration wait) {
        if (!step.has("refused")) {
            sockets.put(step.text("conn"), await(opening, wait));
            return;
        }
        try {
            await(opening, wait).close();
        } catch (VectorSocket.Refused refused) {
            run.matcher().match(step.get("refused"), Json.NODES.numberNode(refused.status()));
            return;
        }
        throw new Mismatch(
                "expected the upgrade to be refused with " + step.get("refused") + ", got an open connection");
    }

    private static VectorSocket await(CompletableFuture<VectorSocket> opening, Duration wait) {
        try {
            return opening.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new Mismatch("the upgrade failed", e);
        } catch (TimeoutException e) {
            throw new Mismatch("expected an open connection, got no answer to the upgrade within " + wait, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Mismatch("interrupted", e);
        }
    }

    /** The connection of that name. */
    VectorSocket socket(String name) {
        VectorSocket socket = sockets.get(name);
        if (socket == null) {
            throw new Mismatch("there is no connection \"" + name + "\"");
        }
        return socket;
    }

    private VectorSocket socket(Step step) {
        return socket(step.text("conn"));
    }

    /** The next frame of a connection. */
    JsonNode receive(String name) {
        return socket(name).inbox().receive(run.waits().frame());
    }

    void close(Step step) {
        socket(step).close();
    }

    void abort(Step step) {
        socket(step).abort();
    }

    void closed(Step step) {
        socket(step).inbox().expectEnd(run.waits().frame());
    }

    void send(Step step) {
        send(step.text("conn"), run.bindings().fill(step.get("send")));
    }

    void send(String name, JsonNode frame) {
        socket(name).sendText(Json.text(frame));
    }

    void sendText(Step step) {
        socket(step).sendText(run.bindings().fillText(step.text("send_text")));
    }

    void sendBinary(Step step) {
        JsonNode payload = step.get("send_binary");
        if (payload.isObject()) {
            String json = Json.text(run.bindings().fill(payload.path("json")));
            socket(step).sendBinary((payload.path("prefix").asString("") + json).getBytes(StandardCharsets.UTF_8));
        } else {
            socket(step).sendBinary(HexFormat.of().parseHex(payload.asString()));
        }
    }

    void expect(Step step) {
        Duration wait = step.has("wait_ms")
                ? Duration.ofMillis(step.get("wait_ms").asLong())
                : run.waits().frame();
        run.matcher().matchFrame(step.get("expect"), socket(step).inbox().receive(wait));
    }

    void unordered(Step step) {
        List<JsonNode> frames = new ArrayList<>();
        step.get("unordered").forEach(pattern -> frames.add(receive(step.text("conn"))));
        run.matcher().matchUnordered(step.get("unordered"), frames);
    }

    void quiet(Step step) {
        socket(step)
                .inbox()
                .expectSilence(Duration.ofMillis(step.get("quiet_ms").asLong()));
    }

    /** Closes all, so that the next scenario finds no worker of this one. */
    @Override
    public void close() {
        for (CompletableFuture<VectorSocket> opening : pending.values()) {
            CompletableFuture<Void> unused = opening.thenAccept(VectorSocket::abort);
        }
        sockets.values().forEach(VectorSocket::beginClose);
        sockets.values().forEach(VectorSocket::awaitClosed);
    }
}
