package dev.iii.stub.stream;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.Invocation;
import dev.iii.stub.core.InvocationFailed;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.core.TraceContext;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.Struct;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Functions of workers that stand in for an operation of one stream: {@code stream::get(NAME)} in the default namespace
 * answers {@code stream::get} for the stream NAME, with the same input and the same shape of answer.
 */
final class Replacements {

    private final Engine engine;

    Replacements(Engine engine) {
        this.engine = engine;
    }

    /** The function that stands in for the operation, {@code null} when the store answers it. */
    @Nullable
    String find(String operation, String stream) {
        String id = operation + "(" + stream + ")";
        return engine.function(Engine.DEFAULT_NAMESPACE, id).isPresent() ? id : null;
    }

    /** Calls a function that stands in. */
    CompletionStage<Outcome> call(String functionId, RawJson input, TraceContext trace) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        engine.invoke(
                Invocation.of(functionId, input).withTrace(trace), outcome -> answer.complete(noneForNull(outcome)));
        return answer;
    }

    private static Outcome noneForNull(Outcome outcome) {
        return outcome instanceof Outcome.Value value && value.json().isNull() ? Outcome.NONE : outcome;
    }

    /**
     * Reads the answer of a function that stands in.
     *
     * @param code the code of the error when there is none
     * @param what what failed then, for example {@code Failed to set value}
     * @throws InvocationFailed when it failed, answered nothing, or something of another shape
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

    /** An error as the real engine writes it into the message of another. */
    private static String debug(ErrorBody error) {
        String stacktrace = error.stacktrace();
        return "ErrorBody { code: " + JsonKind.quoted(error.code()) + ", message: " + JsonKind.quoted(error.message())
                + ", stacktrace: " + (stacktrace == null ? "None" : "Some(" + JsonKind.quoted(stacktrace) + ")") + " }";
    }
}
