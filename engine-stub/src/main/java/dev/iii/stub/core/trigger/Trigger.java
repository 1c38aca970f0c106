package dev.iii.stub.core.trigger;

import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * A function bound to a trigger type. Immutable.
 *
 * @param id the trigger id, global on the engine
 * @param type the id of the trigger type
 * @param functionId the function to call; it need not exist
 * @param namespace the namespace of the function
 * @param config the settings for the type; may be JSON null
 * @param metadata any JSON for the function
 * @param providerNamespace the only namespace that the type is looked up in; {@code null} for {@code home} and then the
 *     default one
 * @param home the namespace of the worker that registered it
 */
public record Trigger(
        String id,
        String type,
        String functionId,
        String namespace,
        RawJson config,
        @Nullable RawJson metadata,
        @Nullable String providerNamespace,
        String home) {

    /** Returns a description for the log, for example {@code "http trigger 1f2e… for function shop::sell"}. */
    public String described() {
        return type + " trigger " + id + " for function " + functionId;
    }
}
