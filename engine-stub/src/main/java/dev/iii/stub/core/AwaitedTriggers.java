package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.TriggerRegistrationResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Triggers that were sent to a worker that provides their type and count only when it has answered. Under the
 * {@link Lifecycle} lock.
 */
final class AwaitedTriggers {

    /** How long a provider may take before its silence counts as yes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Awaited(
            Worker provider,
            Supplier<Registration> accept,
            CompletableFuture<Registration> answer,
            StubClock.Alarm alarm) {}

    private final Engine engine;
    private final Lifecycle lifecycle;
    private final Map<String, Awaited> byId = new HashMap<>();

    AwaitedTriggers(Engine engine, Lifecycle lifecycle) {
        this.engine = engine;
        this.lifecycle = lifecycle;
    }

    static CompletionStage<Registration> known(Registration registration) {
        return CompletableFuture.completedStage(registration);
    }

    /** Waits for the provider; {@code accept} puts the trigger into effect. */
    CompletionStage<Registration> await(Worker provider, Trigger trigger, Supplier<Registration> accept) {
        CompletableFuture<Registration> answer = new CompletableFuture<>();
        StubClock.Alarm alarm = engine.clock().after(PATIENCE, () -> lifecycle.run(() -> accept(trigger.id())));
        byId.put(trigger.id(), new Awaited(provider, accept, answer, alarm));
        return answer;
    }

    /** Whether this answer was awaited. */
    boolean answered(Worker provider, TriggerRegistrationResult result) {
        Awaited awaited = byId.get(result.id());
        if (awaited == null || awaited.provider() != provider) {
            return false;
        }
        ErrorBody error = result.error();
        if (error == null) {
            accept(result.id());
        } else {
            byId.remove(result.id());
            awaited.alarm().cancel();
            ErrorBody body = new ErrorBody(Triggers.FAILED, error.code() + ": " + error.message());
            complete(awaited, new Registration.Rejected(body));
        }
        return true;
    }

    /** Nobody answers any more: what the provider was asked counts as accepted. */
    void gone(Worker provider) {
        for (Map.Entry<String, Awaited> entry : List.copyOf(byId.entrySet())) {
            if (entry.getValue().provider() == provider) {
                accept(entry.getKey());
            }
        }
    }

    private void accept(String id) {
        Awaited awaited = byId.remove(id);
        if (awaited != null) {
            awaited.alarm().cancel();
            complete(awaited, awaited.accept().get());
        }
    }

    private void complete(Awaited awaited, Registration outcome) {
        lifecycle.afterwards(() -> awaited.answer().complete(outcome));
    }
}
