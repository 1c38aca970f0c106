package dev.iii.sdk.internal.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event that contains a payload. Each traced invocation has two such events, and the attributes of
 * OpenTelemetry's builder would cost more than everything else of an event: they are collected, sorted and merged.
 *
 * @param json the payload, redacted
 * @param truncated whether the payload was truncated
 * @param ok whether the invocation succeeded; {@code null} if the payload is an input
 */
record PayloadAttributes(
        String json, boolean truncated, @Nullable Boolean ok) implements Attributes {

    private static final AttributeKey<String> JSON = AttributeKey.stringKey("iii.payload.json");
    private static final AttributeKey<Boolean> OK = AttributeKey.booleanKey("iii.payload.ok");
    private static final AttributeKey<Boolean> TRUNCATED = AttributeKey.booleanKey("iii.payload.truncated");

    @Override
    @SuppressWarnings("unchecked") // The type of a key is the type of its value.
    public <T> @Nullable T get(AttributeKey<T> key) {
        if (key.equals(JSON)) {
            return (T) json;
        }
        if (key.equals(TRUNCATED)) {
            return (T) (Boolean) truncated;
        }
        return key.equals(OK) ? (T) ok : null;
    }

    /** The order is that of the names, as OpenTelemetry's own attributes have it. */
    @Override
    public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
        consumer.accept(JSON, json);
        if (ok != null) {
            consumer.accept(OK, ok);
        }
        consumer.accept(TRUNCATED, truncated);
    }

    @Override
    public int size() {
        return ok == null ? 2 : 3;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Map<AttributeKey<?>, Object> asMap() {
        Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
        forEach(map::put);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public AttributesBuilder toBuilder() {
        AttributesBuilder builder = Attributes.builder().put(JSON, json).put(TRUNCATED, truncated);
        return ok == null ? builder : builder.put(OK, ok);
    }
}
