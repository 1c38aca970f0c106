package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This method is a function. It is public, may be static, inherited, or declared by an interface of the object, and takes
 * its input, an {@link dev.iii.sdk.Invocation}, both in any order, or
 * nothing; the input is read as its generic type, with the type
 * variables of superclasses replaced by what they stand for. Where a method overrides another one with this annotation, the
 * annotations that are nearest to the object count. What it answers is the result; a {@link
 * java.util.concurrent.CompletionStage} is answered when it completes, {@code void} answers nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Function {

    /** The function id, for example {@code cmd::sell-item}. */
    String value();

    /** A text for people; empty for none. */
    String description() default "";

    /** How many calls run at once, as in {@link dev.iii.sdk.FunctionDefinition#concurrency}; 0 for no limit of its own. */
    int concurrency() default 0;

    /** How many more calls wait, when {@link #concurrency} is set. */
    int waiting() default 0;

    /** How long the handler may run, in milliseconds, as in {@link dev.iii.sdk.FunctionDefinition#timeout}; 0 for ever. */
    long timeoutMillis() default 0;

    /** Whether it runs on the I/O thread, as in {@link dev.iii.sdk.FunctionDefinition#quick}. */
    boolean quick() default false;
}
