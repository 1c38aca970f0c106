package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function gets the messages of a durable topic, each until it has succeeded (engine behaviour, section 12), as with {@link dev.iii.sdk.trigger.DurableSubscriberTrigger}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnDurable.All.class)
public @interface OnDurable {

    /** The topic. */
    String value();

    /** How often a message is delivered again after an error; -1 for what the engine does without it. */
    int maxRetries() default -1;

    /** How long to wait before the first retry, in milliseconds; -1 for what the engine does without it. */
    long backoffMillis() default -1;

    /** Whether messages come one at a time and in order. */
    boolean fifo() default false;

    /** How many messages are worked on at once, when not in order; 0 for what the engine does without it. */
    int concurrency() default 0;

    /** The function id of a condition; empty for none. */
    String condition() default "";

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Each of them. */
        OnDurable[] value();
    }
}
