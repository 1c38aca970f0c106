package dev.iii.stub.core.registry;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Triggers that were sent to a connected provider of their type and take effect when it has answered. All methods are
 * called under the {@link EngineLock}.
 */
final class AwaitedTriggers {

    /** If the provider has not answered by then, the trigger counts as accepted. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private record Awaited(
            Worker provider,
            Supplier<TriggerRegistration> accept,
            Runnable over,
            CompletableFuture<TriggerRegistration> answer,
            StubClock.Alarm alarm) {}

    private final StubClock clock;
    private final EngineLock lock;
    private final Map<String, Awaited> byId = new HashMap<>();

    AwaitedTriggers(StubClock clock, EngineLock lock) {
        this.clock = clock;
        this.lock = lock;
    }

    /**
     * Waits for the answer of the provider.
     *
     * @param accept puts the trigger into effect
     * @param over runs when the trigger does not wait any more, before it is put into effect
     */
    CompletionStage<TriggerRegistration> await(
            Worker provider, Trigger trigger, Supplier<TriggerRegistration> accept, Runnable over) {
        CompletableFuture<TriggerRegistration> answer = new CompletableFuture<>();
        StubClock.Alarm alarm = clock.after(ANSWER_TIMEOUT, () -> lock.run(() -> accept(trigger.id())));
        Awaited previous = byId.put(trigger.id(), new Awaited(provider, accept, over, answer, alarm));
        if (previous != null) {
            previous.alarm().cancel();
            previous.over().run();
            complete(
                    previous,
                    new TriggerRegistration.Rejected(
                            new ErrorBody(Triggers.FAILED, "The trigger was replaced by another one with its id")));
        }
        return answer;
    }

    /**
     * Applies the answer of a provider.
     *
     * @return {@code false} if this answer was not awaited
     */
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
            awaited.over().run();
            ErrorBody body = new ErrorBody(Triggers.FAILED, error.code() + ": " + error.message());
            complete(awaited, new TriggerRegistration.Rejected(body));
        }
        return true;
    }

    /** Accepts the triggers that were sent to a provider whose connection is closed. */
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
            awaited.over().run();
            complete(awaited, awaited.accept().get());
        }
    }

    private void complete(Awaited awaited, TriggerRegistration outcome) {
        lock.afterwards(() -> awaited.answer().complete(outcome));
    }
}
