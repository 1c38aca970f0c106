package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Binds the function to a trigger of any type, for example of a type that another worker provides. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnTrigger.All.class)
public @interface OnTrigger {

    /** Returns the trigger type. */
    String type();

    /** Returns the configuration of the trigger as JSON. */
    String config() default "{}";

    /** The container of several {@link OnTrigger} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnTrigger[] value();
    }
}
