package dev.iii.sdk;

import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.internal.json.Schemas;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds to the registration of a function the schemas that its types give. */
final class SchemaInference {

    private static final Logger log = LoggerFactory.getLogger(SchemaInference.class);
    private static final Set<Type> SAY_NOTHING = Set.of(Json.class, HttpRequest.class, Object.class, Void.class);

    private SchemaInference() {}

    static boolean isWanted(FunctionDefinition<?> function) {
        FunctionExtras extras = function.extras();
        return (extras.requestSchema == null && says(function.inputType().type()))
                || (extras.responseSchema == null && says(extras.answerType));
    }

    private static boolean says(@Nullable Type type) {
        return type != null && !SAY_NOTHING.contains(type);
    }

    /** The registration with schemas; empty when a type has none, which must not hurt the function. */
    static Optional<RegisterFunction> amend(RegisterFunction frame, FunctionDefinition<?> function) {
        try {
            return Optional.of(new RegisterFunction(
                    frame.id(),
                    frame.description(),
                    schema(frame.requestFormat(), function.inputType().type()),
                    schema(frame.responseFormat(), function.extras().answerType),
                    frame.metadata(),
                    frame.invocation()));
        } catch (RuntimeException | LinkageError e) {
            log.warn("No JSON Schema can be inferred for {}: {}", frame.id(), e.toString());
            return Optional.empty();
        }
    }

    private static @Nullable RawJson schema(@Nullable RawJson given, @Nullable Type type) {
        return given == null && says(type) && type != null ? Schemas.of(type) : given;
    }
}
