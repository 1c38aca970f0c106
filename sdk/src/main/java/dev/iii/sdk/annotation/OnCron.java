package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function is called when it is time (engine behaviour, section 13). */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnCron.All.class)
public @interface OnCron {

    /** Six or seven fields, seconds first, in UTC: {@code 0 0 3 * * *} is every night at three. */
    String value();

    /** The function id of a condition; empty for none. */
    String condition() default "";

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Each of them. */
        OnCron[] value();
    }
}
