package dev.iii.sdk.internal.annotated;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.trigger.Trigger;
import java.util.List;

/** A method that is a function, with the triggers that call it. */
public record AnnotatedFunction(FunctionDefinition<?> definition, List<Trigger> triggers) {}
