package dev.iii.sdk.internal.stream;

import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.stream.StreamStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The six functions of a custom stream as one registration. */
public final class CustomStream implements Registration {

    private final String name;
    private final List<Registration> functions = new ArrayList<>();

    private CustomStream(String name) {
        this.name = name;
    }

    /**
     * Registers the six functions of a stream.
     *
     * @throws IllegalStateException if the worker is not in the namespace {@code default}
     */
    public static CustomStream register(Worker worker, String name, StreamStore store) {
        String namespace = worker.namespace().orElse("default");
        if (!namespace.equals("default")) {
            throw new IllegalStateException("a custom stream must be in the namespace default, but this worker is in "
                    + namespace + "; register it with a worker without a namespace");
        }
        CustomStream stream = new CustomStream(name);
        try {
            stream.add(
                    worker,
                    "get",
                    at -> store.get(at.text("group_id"), at.text("item_id")).orElse(Json.NULL));
            stream.add(
                    worker, "set", at -> result(store.set(at.text("group_id"), at.text("item_id"), at.json("data"))));
            stream.add(
                    worker,
                    "delete",
                    at -> new JsonObject()
                            .put(
                                    "old_value",
                                    store.delete(at.text("group_id"), at.text("item_id"))
                                            .orElse(Json.NULL))
                            .toJson());
            stream.add(
                    worker,
                    "update",
                    at -> result(store.update(at.text("group_id"), at.text("item_id"), at.json("ops"))));
            stream.add(worker, "list", at -> Json.array(store.list(at.text("group_id"))));
            stream.add(worker, "list_groups", at -> Json.of(store.listGroups()));
        } catch (RuntimeException | Error e) {
            stream.unregister();
            throw e;
        }
        return stream;
    }

    private void add(Worker worker, String operation, Function<JsonFields, Json> work) {
        FunctionHandler<Json, Json> handler =
                (json, call) -> work.apply(JsonFields.of(json, "the input of stream::" + operation));
        functions.add(worker.registerFunction("stream::" + operation + "(" + name + ")", handler));
    }

    private static Json result(StateChange change) {
        JsonObject result = new JsonObject().put("old_value", change.oldValue()).put("new_value", change.newValue());
        if (!change.errors().isEmpty()) {
            result.put(
                    "errors",
                    Json.array(change.errors().stream()
                            .map(error -> new JsonObject()
                                    .put("op_index", error.operation())
                                    .put("code", error.code())
                                    .put("message", error.message())
                                    .putIfPresent("doc_url", error.docUrl().orElse(null))
                                    .toJson())
                            .toList()));
        }
        return result.toJson();
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public CompletableFuture<Void> confirmed() {
        return CompletableFuture.allOf(
                functions.stream().map(Registration::confirmed).toArray(CompletableFuture[]::new));
    }

    @Override
    public Registration awaitConfirmed(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Registration function : functions) {
            function.awaitConfirmed(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        return this;
    }

    /** Returns the status of the first function that is not active. */
    @Override
    public RegistrationStatus status() {
        return functions.stream()
                .map(Registration::status)
                .filter(status -> status != RegistrationStatus.ACTIVE)
                .findFirst()
                .orElse(RegistrationStatus.ACTIVE);
    }

    @Override
    public Optional<String> problem() {
        return functions.stream()
                .map(Registration::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<RegistrationRefusedException> refusal() {
        return functions.stream()
                .map(Registration::refusal)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void unregister() {
        functions.forEach(Registration::unregister);
    }

    @Override
    public String toString() {
        return "custom stream " + name;
    }
}
