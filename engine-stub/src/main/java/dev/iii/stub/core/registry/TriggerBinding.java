package dev.iii.stub.core.registry;

import dev.iii.protocol.UnregisterTrigger;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.Worker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A trigger, the type that it is bound to, and the worker with whose connection it ends. All methods are called under the
 * {@link EngineLock}.
 */
final class TriggerBinding {

    private static final Logger log = BoundedLogger.of(Triggers.class);

    final Trigger trigger;
    /** {@code null} if the trigger stays until it is unregistered. */
    final @Nullable Worker owner;
    /** {@code null} while the trigger is parked. */
    @Nullable
    TriggerType type;

    TriggerBinding(Trigger trigger, @Nullable Worker owner) {
        this.trigger = trigger;
        this.owner = owner;
    }

    /** Unregisters the trigger at its provider. The binding is parked afterwards. */
    void detach() {
        TriggerType before = type;
        type = null;
        if (before == null) {
            return;
        }
        if (before.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            builtIn.triggers().unregister(trigger);
        } else if (before.provider() instanceof TriggerType.Provider.Connected connected) {
            connected.worker().send(new UnregisterTrigger(trigger.id(), trigger.type()));
        }
    }

    /** Binds the trigger to a type. If the provider of the type refuses it, the trigger stays parked. */
    void attach(TriggerType next) {
        if (next.provider() instanceof TriggerType.Provider.BuiltIn builtIn) {
            try {
                builtIn.triggers().register(trigger);
            } catch (TriggerRejected e) {
                log.warn("The {} was refused: {}", trigger.described(), e.getMessage());
                return;
            }
        } else {
            String failure = ProviderFrames.send(next, trigger);
            if (failure != null) {
                log.warn("The trigger {} waits: {}", trigger.id(), failure);
                return;
            }
        }
        type = next;
    }
}
