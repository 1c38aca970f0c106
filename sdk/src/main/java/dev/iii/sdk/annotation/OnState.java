package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls the function after writes to the state, as {@link dev.iii.sdk.trigger.StateTrigger} does. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnState.All.class)
public @interface OnState {

    /** Returns the scope; empty for all scopes. */
    String scope() default "";

    /** Returns the key; empty for all keys. */
    String key() default "";

    /** Returns the id of the function that is the condition; empty for none. */
    String condition() default "";

    /** The container of several {@link OnState} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnState[] value();
    }
}
