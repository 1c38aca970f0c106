package dev.iii.stub.stream;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.Struct;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Functions of workers that replace an operation of one stream. For example, {@code stream::get(NAME)} in the default
 * namespace replaces {@code stream::get} for the stream NAME. It has the same input and the same form of result.
 */
final class CustomStreams {

    private final EngineContext engine;

    CustomStreams(EngineContext engine) {
        this.engine = engine;
    }

    /**
     * Returns the id of the function that replaces the operation. Returns {@code null} if there is none; then the store
     * performs the operation.
     */
    @Nullable
    String find(String operation, String stream) {
        String id = operation + "(" + stream + ")";
        return engine.function(Namespaces.DEFAULT, id).isPresent() ? id : null;
    }

    /** Calls a function that replaces an operation. */
    CompletionStage<Outcome> call(String functionId, RawJson input, TraceContext trace) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        engine.invoke(Call.of(functionId, input).withTrace(trace), outcome -> answer.complete(noneForNull(outcome)));
        return answer;
    }

    private static Outcome noneForNull(Outcome outcome) {
        return outcome instanceof Outcome.Value value && value.json().isNull() ? Outcome.NONE : outcome;
    }

    /**
     * Reads the result of a function that replaces an operation.
     *
     * @param code the error code if the function failed or returned nothing
     * @param what the operation that failed, for example {@code Failed to set value}
     * @throws InvocationFailed if the function failed, returned nothing, or returned an invalid result
     */
    static Fields read(Outcome outcome, Struct shape, String code, String what) {
        if (outcome instanceof Outcome.Failure failure) {
            throw new InvocationFailed(code, what + ": Failed to invoke function: " + debug(failure.error()));
        }
        if (outcome instanceof Outcome.Value value) {
            try {
                return shape.read(value.json());
            } catch (BadInputException e) {
                throw new InvocationFailed("JSON_ERROR", "Failed to convert result to value: " + e.getMessage());
            }
        }
        throw new InvocationFailed(code, what + ": Function returned no result");
    }

    /** Returns an error in the form in which the real engine includes it in another error message. */
    private static String debug(ErrorBody error) {
        String stacktrace = error.stacktrace();
        return "ErrorBody { code: " + JsonKind.quoted(error.code()) + ", message: " + JsonKind.quoted(error.message())
                + ", stacktrace: " + (stacktrace == null ? "None" : "Some(" + JsonKind.quoted(stacktrace) + ")") + " }";
    }
}
