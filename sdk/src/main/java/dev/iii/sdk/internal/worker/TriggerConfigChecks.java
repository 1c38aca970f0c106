package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.http.Routes;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.Trigger;
import java.util.Optional;

/**
 * Rejects configurations that would break the engine (engine behaviour, section 7): it would no longer respond to this
 * worker, or to any worker that registers a route. Only triggers that were created from a raw configuration can have them.
 */
final class TriggerConfigChecks {

    private TriggerConfigChecks() {}

    /** @throws IllegalArgumentException if the configuration would break the engine */
    static RawJson checked(Trigger trigger, RawJson config) {
        boolean isBuiltIn = trigger.typeNamespace().map("default"::equals).orElse(true);
        if (isBuiltIn
                && trigger.type().equals("stream")
                && config.isObject()
                && text(config, "stream_name").isEmpty()) {
            throw new IllegalArgumentException(
                    "the config of a stream trigger has no stream_name; the engine would close the connection");
        }
        if (isBuiltIn && trigger.type().equals("http")) {
            text(config, "api_path").ifPresent(Routes::check);
        }
        return config;
    }

    private static Optional<String> text(RawJson config, String field) {
        Json value = JsonValue.of(config, StandardCodec.INSTANCE).field(field);
        return value.text().startsWith("\"") ? Optional.ofNullable(value.as(String.class)) : Optional.empty();
    }
}
