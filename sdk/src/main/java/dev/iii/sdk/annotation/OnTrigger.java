package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function is bound to a trigger of any type, for example one that another worker provides. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnTrigger.All.class)
public @interface OnTrigger {

    /** The trigger type. */
    String type();

    /** The configuration, a JSON text. */
    String config() default "{}";

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Each of them. */
        OnTrigger[] value();
    }
}
