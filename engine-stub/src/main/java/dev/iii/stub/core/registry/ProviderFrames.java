package dev.iii.stub.core.registry;

import dev.iii.protocol.RegisterTrigger;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/** Sends triggers to the connected worker that provides their type. */
final class ProviderFrames {

    private ProviderFrames() {}

    /**
     * Sends the trigger to the provider of its type. Does nothing if the type is built in.
     *
     * @return why it was not sent; {@code null} if it was
     */
    static @Nullable String send(TriggerType type, Trigger trigger) {
        Worker provider = type.owner();
        if (provider == null) {
            return null;
        }
        RegisterTrigger frame = register(type, trigger);
        String tooLarge = provider.tooLarge(frame);
        if (tooLarge != null) {
            return notSent(tooLarge);
        }
        provider.send(frame);
        return null;
    }

    static RegisterTrigger register(TriggerType type, Trigger trigger) {
        return new RegisterTrigger(
                trigger.id(),
                trigger.type(),
                trigger.functionId(),
                trigger.config(),
                trigger.metadata(),
                unlessDefault(trigger.namespace()),
                unlessDefault(type.namespace()));
    }

    static String notSent(String tooLarge) {
        return "The trigger cannot be sent to the provider of its type: " + tooLarge;
    }

    private static @Nullable String unlessDefault(String namespace) {
        return namespace.equals(Namespaces.DEFAULT) ? null : namespace;
    }
}
