package dev.iii.sdk.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the reader of a type whose JSON form does not depend on the codec, for example of the events of triggers. {@link
 * InputType#of(Class)} uses it for payloads; it has no effect on values inside a payload.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadBy {

    /** Returns the class of the reader. It needs a constructor without parameters, which need not be public. */
    Class<? extends PayloadReader<?>> value();
}
