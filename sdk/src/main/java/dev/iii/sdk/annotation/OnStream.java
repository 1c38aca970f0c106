package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function hears of changes of a stream (engine behaviour, section 11). */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnStream.All.class)
public @interface OnStream {

    /** The stream. */
    String stream();

    /** The group; empty for all. */
    String group() default "";

    /** The item; empty for all. */
    String item() default "";

    /** The function id of a condition; empty for none. */
    String condition() default "";

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Each of them. */
        OnStream[] value();
    }
}
