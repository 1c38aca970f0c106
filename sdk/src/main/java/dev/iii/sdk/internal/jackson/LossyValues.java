package dev.iii.sdk.internal.jackson;

import java.util.Date;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Refuses values of the JDK whose JSON would omit a part of them, so that another value would be read. */
@SuppressWarnings("JavaUtilDate") // values of users
final class LossyValues extends CheckingSerializer {

    /** Not referred to as a class, because the module java.sql is optional. */
    private static final String TIMESTAMP = "java.sql.Timestamp";

    private static final int NANOS_PER_MILLI = 1_000_000;

    private LossyValues(JavaType type, ValueSerializer<?> plain) {
        super(type, plain);
    }

    /** Returns a serializer that refuses such values; for other types the same serializer. */
    static ValueSerializer<?> of(JavaType type, ValueSerializer<?> plain) {
        return type.hasRawClass(Pattern.class) || type.isTypeOrSubTypeOf(Date.class)
                ? new LossyValues(type, plain)
                : plain;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        boolean hasPattern = property != null
                && property.findPropertyFormat(context.getConfig(), type.getRawClass())
                        .hasPattern();
        // The user has decided which parts of a time are written.
        return hasPattern ? plainFor(context, property) : new LossyValues(type, plainFor(context, property));
    }

    @Override
    void check(Object value, JsonGenerator generator) {
        if (value instanceof Pattern pattern && hasMoreFlags(pattern)) {
            throw new UnwritableException(
                    generator,
                    "the pattern has flags, which its JSON would not contain; write them in the expression, for example (?i)");
        }
        if (value instanceof Date date
                && value.getClass().getName().equals(TIMESTAMP)
                && date.toInstant().getNano() % NANOS_PER_MILLI != 0) {
            throw new UnwritableException(
                    generator,
                    "a Timestamp is written in milliseconds, and this one has smaller fractions; use an Instant");
        }
    }

    /** Returns {@code true} if the flags are not those that the expression itself contains. */
    private static boolean hasMoreFlags(Pattern pattern) {
        if (pattern.flags() == 0) {
            return false;
        }
        try {
            return Pattern.compile(pattern.pattern()).flags() != pattern.flags();
        } catch (PatternSyntaxException e) {
            // It was compiled with Pattern.LITERAL.
            return true;
        }
    }
}
