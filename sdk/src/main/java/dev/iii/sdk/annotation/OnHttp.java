package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function answers a route, as with {@link dev.iii.sdk.trigger.HttpTrigger}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnHttp.All.class)
public @interface OnHttp {

    /** The path, for example {@code /items/:id}. */
    String path();

    /** The method. */
    String method() default "GET";

    /** The function id of a condition; empty for none. */
    String condition() default "";

    /** The function ids of middleware, in order. */
    String[] middleware() default {};

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Each of them. */
        OnHttp[] value();
    }
}
