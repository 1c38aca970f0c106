package dev.iii.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of the worker that a parameter of an {@link EngineTest} is, so that there may be several. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface WorkerName {

    /** The name under which the engine knows it. */
    String value();
}
