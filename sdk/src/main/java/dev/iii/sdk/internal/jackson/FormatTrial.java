package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.ser.SerializationContextExt;

/**
 * Tries the pattern of a property ({@code @JsonFormat}): writes values with it and reads them back. A pattern may omit the
 * smaller parts of a time, for example the fractions of a second. It must contain the parts without which the value cannot be
 * read, or is read as another one, for example the zone or the century.
 */
final class FormatTrial {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 30, 23, 58, 59, 987_654_321);
    private static final LocalDateTime LAST_CENTURY = LocalDateTime.of(1987, 2, 3, 4, 5, 6, 7_008_009);
    private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");
    private static final ZoneOffset OFFSET = ZoneOffset.ofHoursMinutes(5, 45);

    /** Values of each type, with different values in all parts. */
    private static final Map<Class<?>, List<?>> SAMPLES = Map.ofEntries(
            Map.entry(LocalDateTime.class, List.of(NOW, LAST_CENTURY)),
            Map.entry(LocalDate.class, List.of(NOW.toLocalDate(), LAST_CENTURY.toLocalDate())),
            Map.entry(LocalTime.class, List.of(NOW.toLocalTime(), LAST_CENTURY.toLocalTime())),
            Map.entry(Instant.class, List.of(NOW.toInstant(OFFSET), LAST_CENTURY.toInstant(OFFSET))),
            Map.entry(OffsetDateTime.class, List.of(NOW.atOffset(OFFSET), LAST_CENTURY.atOffset(OFFSET))),
            Map.entry(OffsetTime.class, List.of(NOW.atOffset(OFFSET).toOffsetTime())),
            Map.entry(ZonedDateTime.class, List.of(NOW.atZone(ZONE), LAST_CENTURY.atZone(ZONE))),
            Map.entry(Year.class, List.of(Year.of(2026), Year.of(1987))),
            Map.entry(YearMonth.class, List.of(YearMonth.of(2026, 11), YearMonth.of(1987, 2))),
            Map.entry(MonthDay.class, List.of(MonthDay.of(11, 30))),
            Map.entry(Date.class, List.of(date(NOW), date(LAST_CENTURY))));

    /** The parts that a pattern may omit, with all smaller ones. */
    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.NANOS,
            ChronoUnit.MICROS,
            ChronoUnit.MILLIS,
            ChronoUnit.SECONDS,
            ChronoUnit.MINUTES,
            ChronoUnit.HOURS,
            ChronoUnit.DAYS);

    private static final Map<Class<?>, BiFunction<Object, ChronoUnit, Object>> TRUNCATIONS = Map.of(
            LocalDateTime.class, (value, unit) -> ((LocalDateTime) value).truncatedTo(unit),
            LocalTime.class, (value, unit) -> ((LocalTime) value).truncatedTo(unit),
            Instant.class, (value, unit) -> ((Instant) value).truncatedTo(unit),
            OffsetDateTime.class, (value, unit) -> ((OffsetDateTime) value).truncatedTo(unit),
            OffsetTime.class, (value, unit) -> ((OffsetTime) value).truncatedTo(unit),
            ZonedDateTime.class, (value, unit) -> ((ZonedDateTime) value).truncatedTo(unit));

    private final ObjectMapper mapper;

    FormatTrial(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    private static Date date(LocalDateTime time) {
        return Date.from(time.truncatedTo(ChronoUnit.MILLIS).toInstant(OFFSET));
    }

    /** Returns why a property cannot have the pattern of its format; {@code null} if it can, or if it has none. */
    @Nullable
    String problem(BeanProperty property, JsonFormat format) {
        JavaType type = property.getType();
        while (type.getContentType() != null) {
            type = type.getContentType();
        }
        Class<?> raw = type.getRawClass();
        List<?> samples = format.pattern().isEmpty() ? null : SAMPLES.get(raw);
        if (samples == null) {
            return null;
        }
        for (Object sample : samples) {
            String wrong = tried(property, type, sample);
            if (wrong != null) {
                return "the pattern " + format.pattern() + " (@JsonFormat) does not fit " + raw.getSimpleName() + ": "
                        + wrong + "; use a pattern with all its parts, or another type";
            }
        }
        return null;
    }

    private @Nullable String tried(BeanProperty property, JavaType type, Object sample) {
        String json;
        try {
            json = write(property, type, sample);
        } catch (RuntimeException e) {
            return "a value cannot be written with it";
        }
        Object back;
        try {
            back = read(property, type, json);
        } catch (RuntimeException e) {
            return json + " cannot be read";
        }
        return isTruncated(sample, back) ? null : json + " is read as another value than was written";
    }

    private String write(BeanProperty property, JavaType type, Object value) {
        StringWriter text = new StringWriter();
        SerializationContextExt context = mapper._serializationContext();
        try (JsonGenerator generator = mapper.createGenerator(text)) {
            context.findPrimaryPropertySerializer(type, property).serialize(value, generator, context);
        }
        return text.toString();
    }

    private Object read(BeanProperty property, JavaType type, String json) {
        DeserializationContextExt context = mapper._deserializationContext();
        try (JsonParser parser = context.assignAndReturnParser(mapper.createParser(json))) {
            parser.nextToken();
            return deserialized(parser, property, type, context);
        }
    }

    private static Object deserialized(
            JsonParser parser, BeanProperty property, JavaType type, DeserializationContext context) {
        return context.findContextualValueDeserializer(type, property).deserialize(parser, context);
    }

    private static boolean isTruncated(Object sample, @Nullable Object back) {
        if (back == null) {
            return false;
        }
        if (sample instanceof Date date && back instanceof Date other) {
            return isTruncated(date.toInstant(), other.toInstant());
        }
        BiFunction<Object, ChronoUnit, Object> truncation = TRUNCATIONS.get(sample.getClass());
        if (truncation == null || !(sample instanceof Temporal)) {
            return sample.equals(back);
        }
        for (ChronoUnit unit : UNITS) {
            try {
                if (truncation.apply(sample, unit).equals(back)) {
                    return true;
                }
            } catch (DateTimeException e) {
                return false;
            }
        }
        return false;
    }
}
