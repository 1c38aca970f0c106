package dev.iii.eventsourcing.internal.store;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.state.StateUpdate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The state of a running engine. Thread-safe. */
public final class EngineStore implements StateStore {

    private static final int DELETES_AT_ONCE = 64;

    private final StateClient state;

    /**
     * Creates a store.
     *
     * @param state a client that does not repeat calls: an append that is sent twice can bring an event back to life that the
     *     engine has lost
     * @param timeout the maximum time of each operation
     */
    public EngineStore(StateClient state, Duration timeout) {
        this.state = state.with(call -> call.timeout(timeout));
    }

    @Override
    public @Nullable Json get(String scope, String key) {
        return state.get(scope, key, Json.class).map(EngineStore::orNull).orElse(null);
    }

    @Override
    public @Nullable Json set(String scope, String key, Json value) {
        return orNull(state.set(scope, key, value).oldValue());
    }

    @Override
    public Json update(String scope, String key, StateUpdate update) {
        StateChange change = state.update(scope, key, update);
        if (!change.errors().isEmpty()) {
            throw new FunctionException(
                    "update_failed",
                    "the engine could not change " + key + " in scope " + scope + ": " + change.errors());
        }
        return change.newValue();
    }

    @Override
    public @Nullable Json delete(String scope, String key) {
        return state.delete(scope, key).map(EngineStore::orNull).orElse(null);
    }

    @Override
    public void deleteAll(String scope, Collection<String> keys) {
        Deque<CompletableFuture<?>> running = new ArrayDeque<>();
        for (String key : keys) {
            if (running.size() == DELETES_AT_ONCE) {
                await(running.remove());
            }
            running.add(state.async().delete(scope, key));
        }
        running.forEach(EngineStore::await);
    }

    private static void await(CompletableFuture<?> call) {
        try {
            call.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    @Override
    public List<Json> list(String scope) {
        return state.list(scope, Json.class);
    }

    private static @Nullable Json orNull(Json value) {
        return value.isNull() ? null : value;
    }
}
