package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method as a function.
 *
 * <ul>
 *   <li>The method must be public and accessible to the module {@code dev.iii.sdk}. It may be static, inherited, or declared
 *       by an interface of the object. If it overrides an annotated method, the annotations of the method that is nearest to
 *       the class of the object apply.
 *   <li>Its parameters are the input, an {@link dev.iii.sdk.Invocation}, both in any order, or none. The input is read as
 *       the generic type of its parameter; type variables of supertypes are resolved.
 *   <li>Its return value is the result of the function. The result of a {@link java.util.concurrent.CompletionStage} is
 *       sent when the stage completes. A {@code void} method has no result.
 * </ul>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Function {

    /** Returns the function id, for example {@code cmd::sell-item}. */
    String value();

    /** Returns the description for humans; empty for none. */
    String description() default "";

    /**
     * Returns the maximum number of calls that run at the same time, as in {@link
     * dev.iii.sdk.FunctionDefinition#concurrency}; 0 for no limit.
     */
    int concurrency() default 0;

    /** Returns the maximum number of further calls that wait. Must be 0 if {@link #concurrency} is 0. */
    int waiting() default 0;

    /**
     * Returns the maximum time for the handler in milliseconds, as in {@link dev.iii.sdk.FunctionDefinition#timeout}; 0 for
     * no maximum.
     */
    long timeoutMillis() default 0;

    /**
     * Returns {@code true} if the method runs on the I/O thread from the first call on, as in {@link
     * dev.iii.sdk.FunctionDefinition#quick}.
     */
    boolean quick() default false;
}
