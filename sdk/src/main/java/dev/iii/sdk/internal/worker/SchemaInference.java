package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the schemas that are inferred from the types of a function to its registration. */
final class SchemaInference {

    private static final Logger log = LoggerFactory.getLogger(SchemaInference.class);
    private static final Set<Type> WITHOUT_SCHEMA = Set.of(Json.class, HttpRequest.class, Object.class, Void.class);

    private SchemaInference() {}

    static boolean isNeeded(FunctionDefinition<?> function) {
        return (function.requestSchema().isEmpty()
                        && hasSchema(function.inputType().type()))
                || (function.responseSchema().isEmpty() && hasSchema(function.resultType()));
    }

    private static boolean hasSchema(Optional<Type> type) {
        return type.isPresent() && !WITHOUT_SCHEMA.contains(type.get());
    }

    /** Returns the registration with schemas; empty if they cannot be inferred, which must not affect the function. */
    static Optional<RegisterFunction> amend(RegisterFunction frame, FunctionDefinition<?> function, JsonCodec codec) {
        try {
            RawJson request = schema(frame.requestFormat(), function.inputType().type(), codec);
            RawJson response = schema(frame.responseFormat(), function.resultType(), codec);
            if (Objects.equals(request, frame.requestFormat()) && Objects.equals(response, frame.responseFormat())) {
                return Optional.empty();
            }
            return Optional.of(new RegisterFunction(
                    frame.id(), frame.description(), request, response, frame.metadata(), frame.invocation()));
        } catch (RuntimeException | LinkageError e) {
            log.warn(
                    "No JSON Schema can be inferred for {}, so it is registered without one; set requestSchema and"
                            + " responseSchema: {}",
                    frame.id(),
                    e.toString());
            return Optional.empty();
        }
    }

    /** Returns the schema that was set, or that of the type; {@code null} if no codec can describe the type. */
    private static @Nullable RawJson schema(@Nullable RawJson given, Optional<Type> type, JsonCodec codec) {
        if (given != null || !hasSchema(type)) {
            return given;
        }
        return type.flatMap(codec::schema)
                .or(() -> type.flatMap(StandardCodec.INSTANCE::schema))
                .map(JsonValue::raw)
                .orElse(null);
    }
}
