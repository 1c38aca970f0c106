package dev.iii.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of the worker that is passed to a parameter of an {@link EngineTest}. A test gets one worker for each name, and
 * one for all parameters without a name.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface WorkerName {

    /** Returns the name with which the worker registers at the engine. */
    String value();
}
