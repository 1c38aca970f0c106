package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The function hears of writes to the state, as with {@link dev.iii.sdk.trigger.StateTrigger}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnState.All.class)
public @interface OnState {

    /** The scope; empty for all. */
    String scope() default "";

    /** The key; empty for all. */
    String key() default "";

    /** The function id of a condition; empty for none. */
    String condition() default "";

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Each of them. */
        OnState[] value();
    }
}
