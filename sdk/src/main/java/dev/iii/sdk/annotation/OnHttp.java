package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls the function for the HTTP requests of a route, as {@link dev.iii.sdk.trigger.HttpTrigger} does. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnHttp.All.class)
public @interface OnHttp {

    /** Returns the path, for example {@code /items/:id}. */
    String path();

    /** Returns the HTTP method. Default: {@code GET}. */
    String method() default "GET";

    /** Returns the id of the function that is the condition; empty for none. */
    String condition() default "";

    /** Returns the ids of the middleware functions, in order. */
    String[] middleware() default {};

    /** The container of several {@link OnHttp} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnHttp[] value();
    }
}
