package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls the function with the messages of a durable topic until it succeeds, as {@link
 * dev.iii.sdk.trigger.DurableSubscriberTrigger} does (engine behaviour, section 12).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnDurable.All.class)
public @interface OnDurable {

    /** Returns the topic. */
    String value();

    /** Returns the maximum number of further deliveries of a message after an error; -1 for the default of the engine. */
    int maxRetries() default -1;

    /** Returns the time before the first retry in milliseconds; -1 for the default of the engine. */
    long backoffMillis() default -1;

    /** Returns {@code true} if messages are delivered one at a time and in order. */
    boolean fifo() default false;

    /**
     * Returns the maximum number of messages that are delivered at the same time without {@link #fifo}; 0 for the default
     * of the engine.
     */
    int concurrency() default 0;

    /** Returns the id of the function that is the condition; empty for none. */
    String condition() default "";

    /** The container of several {@link OnDurable} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnDurable[] value();
    }
}
