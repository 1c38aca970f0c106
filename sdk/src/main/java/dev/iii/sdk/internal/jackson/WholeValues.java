package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Refuses the values of some types of the JDK that Jackson writes without a part of them, or that do not fit their schema. */
final class WholeValues extends CheckingSerializer {

    private static final List<Class<?>> TYPES =
            List.of(Pattern.class, Date.class, TimeZone.class, Instant.class, OffsetDateTime.class, LocalDate.class);

    /** The limits of a date and a time in RFC 3339, whose years have four digits. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int MAX_YEAR = 9999;

    /** Before this moment, {@code Date} has the Julian calendar, which other programs do not have. */
    private static final Instant GREGORIAN = Instant.parse("1582-10-15T00:00:00Z");

    private static final int MINUTE = 60;

    /** {@code true} if the property has a custom format, so that the schema does not require RFC 3339. */
    private final boolean isFormatted;

    private WholeValues(JavaType type, ValueSerializer<?> plain, boolean isFormatted) {
        super(type, plain);
        this.isFormatted = isFormatted;
    }

    /** Returns a serializer that refuses such values; for types that have none the same serializer. */
    static ValueSerializer<?> of(JavaType type, ValueSerializer<?> plain) {
        return TYPES.stream().anyMatch(type::isTypeOrSubTypeOf) ? new WholeValues(type, plain, false) : plain;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        JsonFormat.Value format = property == null
                ? context.getDefaultPropertyFormat(type.getRawClass())
                : property.findPropertyFormat(context.getConfig(), type.getRawClass());
        boolean isOther =
                format.hasPattern() || format.getShape().isNumeric() || format.getShape() == JsonFormat.Shape.ARRAY;
        return new WholeValues(type, plainFor(context, property), isOther);
    }

    @Override
    void check(Object value, JsonGenerator generator) {
        if (value instanceof Pattern pattern && losesFlags(pattern)) {
            throw new UnwritableException(
                    generator, "its flags would be lost; write them into the expression, for example (?i)");
        }
        if (value instanceof TimeZone zone
                && !TimeZone.getTimeZone(zone.getID()).equals(zone)) {
            throw new UnwritableException(
                    generator, "its rules would be lost, because they are not those of its id; use ZoneId");
        }
        if (value instanceof Date date) {
            checkDate(date, generator);
        } else if (!isFormatted) {
            checkTime(value, generator);
        }
    }

    @SuppressWarnings("JavaUtilDate") // The type of the user.
    private void checkDate(Date date, JsonGenerator generator) {
        // The other subclasses of Date in the JDK have no time of day with fractions, or no moment.
        if (date.getClass().getName().equals("java.sql.Timestamp")) {
            Instant moment = date.toInstant();
            if (!moment.equals(moment.truncatedTo(ChronoUnit.MILLIS))) {
                throw new UnwritableException(
                        generator, "its fractions of a millisecond would be lost; use Instant or LocalDateTime");
            }
        }
        if (isFormatted) {
            return;
        }
        Instant moment = Instant.ofEpochMilli(date.getTime());
        requireYear(!moment.isAfter(LAST), generator);
        if (moment.isBefore(GREGORIAN)) {
            throw new UnwritableException(
                    generator, "it is before 1582-10-15, where Date has another calendar; use Instant or LocalDate");
        }
    }

    private static void checkTime(Object value, JsonGenerator generator) {
        if (value instanceof Instant moment) {
            requireYear(!moment.isBefore(FIRST) && !moment.isAfter(LAST), generator);
        } else if (value instanceof LocalDate date) {
            requireYear(date.getYear() >= 0 && date.getYear() <= MAX_YEAR, generator);
        } else if (value instanceof OffsetDateTime time) {
            requireYear(time.getYear() >= 0 && time.getYear() <= MAX_YEAR, generator);
            if (time.getOffset().getTotalSeconds() % MINUTE != 0) {
                throw new UnwritableException(
                        generator, "its offset has seconds, which a date-time cannot have; use an offset in minutes");
            }
        }
    }

    private static void requireYear(boolean isInRange, JsonGenerator generator) {
        if (!isInRange) {
            throw new UnwritableException(
                    generator,
                    "its year is not from 0000 to 9999, and other programs do not read it; send its seconds or days"
                            + " as a number, or use null for no limit");
        }
    }

    private static boolean losesFlags(Pattern pattern) {
        // The flags include those of the expression, which are written.
        return pattern.flags() != 0
                && ((pattern.flags() & Pattern.LITERAL) != 0
                        || Pattern.compile(pattern.pattern()).flags() != pattern.flags());
    }
}
