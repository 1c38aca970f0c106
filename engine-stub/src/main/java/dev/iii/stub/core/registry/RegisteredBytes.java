package dev.iii.stub.core.registry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import org.jspecify.annotations.Nullable;

/** The approximate memory of what is registered, for the limit of all registrations. */
final class RegisteredBytes {

    /** The memory of a trigger apart from its content. */
    private static final int TRIGGER = 400;

    private RegisteredBytes() {}

    static long of(Trigger trigger) {
        return TRIGGER
                + trigger.id().length()
                + trigger.type().length()
                + trigger.functionId().length()
                + trigger.namespace().length()
                + length(trigger.config())
                + length(trigger.metadata());
    }

    static long of(TriggerTypeSpec spec) {
        return spec.id().length()
                + spec.description().length()
                + length(spec.configFormat())
                + length(spec.callFormat())
                + length(spec.responseFormat());
    }

    private static long length(@Nullable RawJson json) {
        return json == null ? 0 : json.length();
    }
}
