package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.http.Routes;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.Trigger;
import java.util.Optional;

/**
 * Configurations that are given as they are, and that an engine does not survive (engine behaviour, section 7): it answers
 * this worker, or nobody who registers a route, ever again. Builders do not make them.
 */
final class TriggerConfigChecks {

    private TriggerConfigChecks() {}

    /** @throws IllegalArgumentException when it is one of these */
    static RawJson checked(Trigger trigger, RawJson config) {
        boolean ofTheEngine = trigger.typeNamespace().map("default"::equals).orElse(true);
        if (ofTheEngine
                && trigger.type().equals("stream")
                && config.isObject()
                && text(config, "stream_name").isEmpty()) {
            throw new IllegalArgumentException(
                    "the config of a stream trigger has no stream_name, which would end the connection to the engine");
        }
        if (ofTheEngine && trigger.type().equals("http")) {
            text(config, "api_path").ifPresent(Routes::check);
        }
        return config;
    }

    private static Optional<String> text(RawJson config, String field) {
        Json value = JsonValue.of(config, JacksonCodec.INSTANCE).field(field);
        return value.text().startsWith("\"") ? Optional.ofNullable(value.as(String.class)) : Optional.empty();
    }
}
