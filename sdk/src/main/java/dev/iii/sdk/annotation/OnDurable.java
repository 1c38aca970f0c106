package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function gets the messages of a durable topic, each until it has succeeded (engine behaviour, section 12). */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnDurable.All.class)
public @interface OnDurable {

    /** The topic. */
    String value();

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
