package dev.iii.sdk.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls the function with the messages of a topic, as {@link dev.iii.sdk.trigger.SubscribeTrigger} does. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OnSubscribe.All.class)
public @interface OnSubscribe {

    /** Returns the topic. */
    String value();

    /** The container of several {@link OnSubscribe} annotations of a method. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {

        /** Returns the annotations. */
        OnSubscribe[] value();
    }
}
