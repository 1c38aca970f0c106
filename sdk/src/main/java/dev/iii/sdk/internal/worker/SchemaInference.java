package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.internal.jackson.Schemas;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.json.Json;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the schemas that are inferred from the types of a function to its registration. */
final class SchemaInference {

    private static final Logger log = LoggerFactory.getLogger(SchemaInference.class);
    private static final Set<Type> WITHOUT_SCHEMA = Set.of(Json.class, HttpRequest.class, Object.class, Void.class);

    private SchemaInference() {}

    static boolean isNeeded(FunctionDefinition<?> function) {
        return StandardCodec.infersSchemas() && lacksSchema(function);
    }

    private static boolean lacksSchema(FunctionDefinition<?> function) {
        return (function.requestSchema().isEmpty()
                        && hasSchema(function.inputType().type()))
                || (function.responseSchema().isEmpty() && hasSchema(function.resultType()));
    }

    private static boolean hasSchema(Optional<Type> type) {
        return type.isPresent() && !WITHOUT_SCHEMA.contains(type.get());
    }

    /** Returns the registration with schemas; empty if they cannot be inferred, which must not affect the function. */
    static Optional<RegisterFunction> amend(RegisterFunction frame, FunctionDefinition<?> function) {
        try {
            RawJson request = frame.requestFormat();
            RawJson response = frame.responseFormat();
            return Optional.of(new RegisterFunction(
                    frame.id(),
                    frame.description(),
                    request == null && hasSchema(function.inputType().type())
                            ? Schemas.of(function.inputType().type().get())
                            : request,
                    response == null && hasSchema(function.resultType())
                            ? Schemas.of(function.resultType().get())
                            : response,
                    frame.metadata(),
                    frame.invocation()));
        } catch (RuntimeException | LinkageError e) {
            log.warn(
                    "No JSON Schema can be inferred for {}, so it is registered without one; set requestSchema and"
                            + " responseSchema: {}",
                    frame.id(),
                    e.toString());
            return Optional.empty();
        }
    }
}
