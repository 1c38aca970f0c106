package dev.iii.sdk;

import dev.iii.sdk.trigger.Trigger;
import java.util.List;

/** A method that is a function, with the triggers that call it. */
record AnnotatedFunction(FunctionDefinition<?> definition, List<Trigger> triggers) {}
