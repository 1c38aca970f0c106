package dev.iii.sdk.internal.invocation;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.internal.interception.FunctionInterceptors;
import dev.iii.sdk.internal.runtime.CodePlace;
import dev.iii.sdk.validation.InputValidator;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A function that this worker has registered.
 *
 * @param gate enforces its limits; {@code null} if it has none
 * @param memory the memory of its calls
 * @param place the place where its handler runs
 * @param traced whether its invocations become spans
 * @param inputCheck the check of its inputs; {@code null} if they need none
 * @param interceptors the code that runs around its handler; {@code null} if there is none
 * @param unheard limits the log lines about errors that no caller receives
 */
public record RegisteredFunction(
        FunctionDefinition<?> definition,
        @Nullable FunctionGate gate,
        InvocationMemory.Account memory,
        CodePlace place,
        boolean traced,
        InputValidator.@Nullable Check inputCheck,
        @Nullable FunctionInterceptors interceptors,
        LogLimiter unheard) {

    private static final Duration UNHEARD_PERIOD = Duration.ofMinutes(1);

    /** Creates a function whose limits are those of its definition. */
    static RegisteredFunction of(
            FunctionDefinition<?> definition,
            CodePlace place,
            boolean traced,
            InputValidator.@Nullable Check inputCheck,
            @Nullable FunctionInterceptors interceptors) {
        FunctionGate gate = definition
                .concurrency()
                .map(limit -> new FunctionGate(limit.running(), limit.waiting()))
                .orElse(null);
        return new RegisteredFunction(
                definition,
                gate,
                InvocationMemory.ofProcess().account(),
                place,
                traced,
                inputCheck,
                interceptors,
                new LogLimiter(System::nanoTime, 1, UNHEARD_PERIOD));
    }
}
