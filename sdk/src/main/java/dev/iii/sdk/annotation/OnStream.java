package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls the function with the events of a stream, as {@link dev.iii.sdk.trigger.StreamTrigger} does (engine behaviour,
 * section 11).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnStream.All.class)
public @interface OnStream {

    /** Returns the name of the stream. */
    String stream();

    /** Returns the group; empty for all groups. */
    String group() default "";

    /** Returns the id of the item; empty for all items. */
    String item() default "";

    /** Returns the id of the function that is the condition; empty for none. */
    String condition() default "";

    /** The container of several {@link OnStream} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnStream[] value();
    }
}
