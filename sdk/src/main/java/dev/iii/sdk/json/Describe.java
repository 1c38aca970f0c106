package dev.iii.sdk.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a record for the JSON Schema that the SDK infers: its meaning and its constraints. Payloads
 * are not checked against the constraints; the handler must check them.
 *
 * <pre>{@code
 * record Sell(@Describe("stock keeping unit") String sku, @Describe(minimum = 1, maximum = 1_000_000) int quantity) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Describe {

    /** Returns the human-readable description. Default: none. */
    String value() default "";

    /** Returns the smallest allowed number. Default: no minimum. */
    double minimum() default Double.NEGATIVE_INFINITY;

    /** Returns the largest allowed number. Default: no maximum. */
    double maximum() default Double.POSITIVE_INFINITY;

    /** Returns the minimum number of characters of a string. Default: 0. */
    int minLength() default 0;

    /** Returns the maximum number of characters of a string. Default: no maximum. */
    int maxLength() default Integer.MAX_VALUE;

    /** Returns the regular expression that a string must match. Default: none. */
    String pattern() default "";
}
