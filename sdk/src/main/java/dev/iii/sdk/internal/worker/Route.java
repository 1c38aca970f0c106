package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RegisterTrigger;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The route of an http trigger: its method and its path without the leading slash. */
record Route(String method, String path) {

    static final String TYPE = "http";

    /** Returns the route of a trigger; {@code null} if it has none. */
    static @Nullable Route of(RegisterTrigger trigger) {
        return trigger.triggerType().equals(TYPE) ? of(JsonValue.of(trigger.config(), StandardCodec.INSTANCE)) : null;
    }

    /** Returns the route of a configuration; {@code null} if it has none. */
    static @Nullable Route of(Json config) {
        Json path = config.fields().get("api_path");
        String text = path == null ? null : JsonFields.stringOrNull(path);
        if (text == null) {
            return null;
        }
        Json method = config.fields().get("http_method");
        String name = method == null ? null : JsonFields.stringOrNull(method);
        return new Route(
                name == null ? "GET" : name.toUpperCase(Locale.ROOT), text.startsWith("/") ? text.substring(1) : text);
    }

    @Override
    public String toString() {
        return method + " /" + path;
    }
}
