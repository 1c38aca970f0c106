package dev.iii.stub.vectors;

import dev.iii.stub.vectors.Scenario.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The shorthands for calls, and for a worker that connects and announces itself. */
final class CallSteps {

    private static final Set<String> ADDRESS = Set.of("port", "path", "headers");
    private static final Set<String> HEAD = Set.of("type", "invocation_id", "function_id");

    private final Run run;
    private final SocketSteps sockets;
    private final Map<String, ObjectNode> unanswered = new HashMap<>();

    CallSteps(Run run, SocketSteps sockets) {
        this.run = run;
        this.sockets = sockets;
    }

    void worker(Step step) {
        String name = step.text("conn");
        ObjectNode address = Json.object();
        ObjectNode data = Json.object().put("runtime", "vector").put("name", name + "-${run}");
        step.get("worker")
                .properties()
                .forEach(field ->
                        (ADDRESS.contains(field.getKey()) ? address : data).set(field.getKey(), field.getValue()));
        sockets.open(name, address);
        ObjectNode greeting = Json.object("type", "workerregistered")
                .put("worker_id", "$uuid:" + name + "_id")
                .put("reattach_token", "$uuid:" + name + "_token");
        run.matcher().matchFrame(greeting, sockets.receive(name));
        ObjectNode call = Json.object("function_id", "engine::workers::register");
        call.set("data", data);
        ObjectNode success = Json.object();
        success.putObject("result").put("success", true);
        run.matcher().match(success, answer(name, send(name, call)));
    }

    void call(Step step) {
        ObjectNode frame = send(step.text("conn"), step.get("call"));
        if (step.has("as")) {
            run.bindings().set(step.text("as"), frame.path("invocation_id"));
            unanswered.put(step.text("as"), frame);
        } else {
            check(step, answer(step.text("conn"), frame));
        }
    }

    void await(Step step) {
        ObjectNode frame = unanswered.remove(step.text("await"));
        if (frame == null) {
            throw new Mismatch("no call \"" + step.text("await") + "\" waits for its answer");
        }
        check(step, answer(step.text("conn"), frame));
    }

    private ObjectNode send(String name, JsonNode call) {
        ObjectNode frame = Json.object("type", "invokefunction");
        frame.put("invocation_id", UUID.randomUUID().toString());
        frame.setAll(run.bindings().fillObject(call));
        sockets.send(name, frame);
        return frame;
    }

    /** What the next frame, which must be the answer, says beside its head. */
    private ObjectNode answer(String name, ObjectNode call) {
        JsonNode reply = sockets.receive(name);
        ObjectNode head = Json.object("type", "invocationresult");
        head.set("invocation_id", call.path("invocation_id"));
        head.set("function_id", call.path("function_id"));
        head.put("$extra", true);
        run.matcher().matchFrame(head, reply);
        ObjectNode outcome = Json.object();
        reply.properties().forEach(field -> {
            if (!HEAD.contains(field.getKey()) && !VectorMatcher.IGNORED.contains(field.getKey())) {
                outcome.set(field.getKey(), field.getValue());
            }
        });
        return outcome;
    }

    /** The answer has exactly the step's {@code result} or {@code error}, or nothing when the step has neither. */
    private void check(Step step, ObjectNode outcome) {
        String key = step.has("error") ? "error" : "result";
        ObjectNode want = Json.object();
        if (step.has(key)) {
            want.set(key, step.get(key));
        }
        run.matcher().match(want, outcome);
    }
}
