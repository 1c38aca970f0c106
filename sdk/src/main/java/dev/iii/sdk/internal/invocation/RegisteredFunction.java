package dev.iii.sdk.internal.invocation;

import dev.iii.sdk.FunctionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A function that this worker has registered.
 *
 * @param gate enforces its limits; {@code null} if it has none
 * @param traced whether its invocations become spans
 */
public record RegisteredFunction(
        FunctionDefinition<?> definition, @Nullable FunctionGate gate, boolean traced) {

    /** Creates a function whose limits are those of its definition. */
    public static RegisteredFunction of(FunctionDefinition<?> definition, boolean traced) {
        FunctionGate gate = definition.isQuick()
                ? null
                : definition
                        .concurrency()
                        .map(limit -> new FunctionGate(limit.running(), limit.waiting()))
                        .orElse(null);
        return new RegisteredFunction(definition, gate, traced);
    }
}
