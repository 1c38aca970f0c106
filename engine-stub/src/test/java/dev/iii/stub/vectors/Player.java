package dev.iii.stub.vectors;

import dev.iii.stub.vectors.Scenario.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Plays scenarios against an engine. */
final class Player {

    private final Endpoints endpoints;
    private final Waits waits;

    Player(Endpoints endpoints, Waits waits) {
        this.endpoints = endpoints;
        this.waits = waits;
    }

    /**
     * Plays one scenario, with names of its own, to its end or the first difference.
     *
     * @throws Mismatch naming file, line, place, what was expected and what was there
     */
    void play(Scenario scenario) {
        Run run = Run.begin(endpoints, waits);
        try (SocketSteps sockets = new SocketSteps(run);
                HttpSteps http = new HttpSteps(run)) {
            Map<String, Consumer<Step>> kinds = kinds(run, sockets, http);
            for (Step step : scenario.steps()) {
                try {
                    play(step, kinds);
                } catch (RuntimeException e) {
                    // Of any kind: a step that is written badly must name its line, too.
                    String where = scenario.name() + Scenario.ENDING + " line " + step.line();
                    throw new Mismatch(where + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static void play(Step step, Map<String, Consumer<Step>> kinds) {
        for (Map.Entry<String, Consumer<Step>> kind : kinds.entrySet()) {
            if (step.has(kind.getKey())) {
                kind.getValue().accept(step);
                return;
            }
        }
        throw new Mismatch("a step of an unknown kind: " + Mismatch.shown(step.json()));
    }

    /** By the key that names a kind; the order counts, because a step may have several of these keys. */
    private static Map<String, Consumer<Step>> kinds(Run run, SocketSteps sockets, HttpSteps http) {
        CallSteps calls = new CallSteps(run, sockets);
        Map<String, Consumer<Step>> kinds = new LinkedHashMap<>();
        kinds.put("sleep_ms", Player::pass);
        kinds.put("opened", sockets::opened);
        kinds.put("open", sockets::open);
        kinds.put("worker", calls::worker);
        kinds.put("close", sockets::close);
        kinds.put("abort", sockets::abort);
        kinds.put("closed", sockets::closed);
        kinds.put("send", sockets::send);
        kinds.put("send_text", sockets::sendText);
        kinds.put("send_binary", sockets::sendBinary);
        kinds.put("call", calls::call);
        kinds.put("await", calls::await);
        kinds.put("quiet_ms", sockets::quiet);
        kinds.put("unordered", sockets::unordered);
        kinds.put("request", http::request);
        kinds.put("server", http::server);
        kinds.put(
                "set",
                step -> run.bindings()
                        .fillObject(step.get("set"))
                        .properties()
                        .forEach(field -> run.bindings().set(field.getKey(), field.getValue())));
        kinds.put("expect", step -> {
            if (step.has("http")) {
                http.expectAnswer(step);
            } else {
                sockets.expect(step);
            }
        });
        kinds.put("note", step -> {});
        kinds.put("scenario", step -> {});
        return kinds;
    }

    /** The recording waited here, because what came before is not acknowledged. */
    private static void pass(Step step) {
        try {
            new CountDownLatch(1).await(step.get("sleep_ms").asLong(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Mismatch("interrupted", e);
        }
    }
}
