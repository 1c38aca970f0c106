package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A function in the worker that it is registered with.
 *
 * @param gate its limit; {@code null} when it has none
 */
record RegisteredFunction(
        FunctionDefinition<?> definition, @Nullable FunctionGate gate) implements Registered {

    static RegisteredFunction of(FunctionDefinition<?> definition) {
        FunctionExtras extras = definition.extras();
        boolean limited = extras.concurrency != FunctionExtras.UNLIMITED && !extras.quick;
        return new RegisteredFunction(
                definition, limited ? new FunctionGate(extras.concurrency, extras.waiting) : null);
    }
}
