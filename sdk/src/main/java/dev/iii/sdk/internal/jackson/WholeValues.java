package dev.iii.sdk.internal.jackson;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Refuses the values of some types of the JDK that Jackson writes without a part of them. */
final class WholeValues extends CheckingSerializer {

    private WholeValues(JavaType type, ValueSerializer<?> plain) {
        super(type, plain);
    }

    /** Returns a serializer that refuses such values; for types that have none the same serializer. */
    static ValueSerializer<?> of(JavaType type, ValueSerializer<?> plain) {
        return type.isTypeOrSubTypeOf(Pattern.class) || type.isTypeOrSubTypeOf(Date.class)
                ? new WholeValues(type, plain)
                : plain;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return new WholeValues(type, plainFor(context, property));
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // The type of the user.
    void check(Object value, JsonGenerator generator) {
        if (value instanceof Pattern pattern && losesFlags(pattern)) {
            throw new UnwritableException(
                    generator, "its flags would be lost; write them into the expression, for example (?i)");
        }
        // The other subclasses of Date in the JDK have no time of day with fractions, or no moment.
        if (value instanceof Date date && date.getClass().getName().equals("java.sql.Timestamp")) {
            Instant moment = date.toInstant();
            if (!moment.equals(moment.truncatedTo(ChronoUnit.MILLIS))) {
                throw new UnwritableException(
                        generator, "its fractions of a millisecond would be lost; use Instant or LocalDateTime");
            }
        }
    }

    private static boolean losesFlags(Pattern pattern) {
        // The flags include those of the expression, which are written.
        return pattern.flags() != 0
                && ((pattern.flags() & Pattern.LITERAL) != 0
                        || Pattern.compile(pattern.pattern()).flags() != pattern.flags());
    }
}
