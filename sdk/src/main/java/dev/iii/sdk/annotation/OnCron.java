package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls the function at certain times, as {@link dev.iii.sdk.trigger.CronTrigger} does (engine behaviour, section 13). */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnCron.All.class)
public @interface OnCron {

    /**
     * Returns the cron expression in UTC: six or seven fields, seconds first. {@code 0 0 3 * * *} is every day at 03:00.
     */
    String value();

    /** Returns the id of the function that is the condition; empty for none. */
    String condition() default "";

    /** The container of several {@link OnCron} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnCron[] value();
    }
}
