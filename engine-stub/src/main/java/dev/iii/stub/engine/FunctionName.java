package dev.iii.stub.engine;

import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.trigger.Trigger;

/**
 * The name of a function: its id within its namespace. Immutable.
 *
 * @param namespace the namespace
 * @param id the id
 */
record FunctionName(String namespace, String id) {

    static FunctionName of(RegisteredFunction function) {
        return new FunctionName(function.namespace(), function.id());
    }

    /** Returns the name of the function that a trigger calls. */
    static FunctionName calledBy(Trigger trigger) {
        return new FunctionName(trigger.namespace(), trigger.functionId());
    }
}
