package dev.iii.sdk.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a record means and may be, for the JSON Schema that the SDK infers. It describes; handlers check.
 *
 * <pre>{@code
 * record Sell(@Describe("stock keeping unit") String sku, @Describe(minimum = 1, maximum = 1_000_000) int quantity) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Describe {

    /** A text for people. */
    String value() default "";

    /** The smallest number. */
    double minimum() default Double.NEGATIVE_INFINITY;

    /** The largest number. */
    double maximum() default Double.POSITIVE_INFINITY;

    /** The fewest characters of a text. */
    int minLength() default 0;

    /** The most characters of a text. */
    int maxLength() default Integer.MAX_VALUE;

    /** A regular expression that a text matches. */
    String pattern() default "";
}
