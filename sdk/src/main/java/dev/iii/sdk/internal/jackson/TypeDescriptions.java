package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ClassIntrospector;

/** Describes in words the JSON that a Java type expects. Used for error messages only, because it is slow. */
final class TypeDescriptions {

    /**
     * The expected JSON.
     *
     * @param text a description with an article, for example "an integer"
     * @param kind the kind of JSON; {@code null} if there are several or it is unknown
     * @param range the range of a number; {@code null} if there is none
     */
    record Expected(
            String text, @Nullable Kind kind, @Nullable String range) {

        Expected(String text, @Nullable Kind kind) {
            this(text, kind, null);
        }

        String withRange() {
            return range == null ? text : text + " (" + range + ")";
        }
    }

    /** The maximum number of enum constants or subtypes in a description. */
    private static final int MAX_NAMES = 10;

    private static final String DATE_TIME = "a date-time such as 2026-01-31T12:00:00Z";

    private static final Map<Class<?>, String> STRINGS = Map.ofEntries(
            Map.entry(String.class, "a string"),
            Map.entry(CharSequence.class, "a string"),
            Map.entry(Character.class, "a string of one character"),
            Map.entry(byte[].class, "a string in base64"),
            Map.entry(Instant.class, DATE_TIME),
            Map.entry(OffsetDateTime.class, DATE_TIME),
            Map.entry(ZonedDateTime.class, DATE_TIME),
            Map.entry(Date.class, DATE_TIME),
            Map.entry(Calendar.class, DATE_TIME),
            Map.entry(LocalDateTime.class, "a date-time without an offset such as 2026-01-31T12:00:00"),
            Map.entry(LocalDate.class, "a date such as 2026-01-31"),
            Map.entry(LocalTime.class, "a time such as 12:00:00"),
            Map.entry(OffsetTime.class, "a time with an offset such as 12:00:00Z"),
            Map.entry(YearMonth.class, "a month such as 2026-01"),
            Map.entry(MonthDay.class, "a day such as --01-31"),
            Map.entry(Duration.class, "a duration such as PT30S"),
            Map.entry(Period.class, "a period such as P1M"),
            Map.entry(ZoneId.class, "a time zone such as Europe/Vienna"),
            Map.entry(UUID.class, "a UUID such as 123e4567-e89b-12d3-a456-426614174000"),
            Map.entry(URI.class, "a URI"),
            Map.entry(URL.class, "a URL"),
            Map.entry(Locale.class, "a language tag such as de-AT"));

    /** The integer types and their ranges; the range is empty if it is unlimited. */
    private static final Map<Class<?>, String> INTEGERS = Map.of(
            Byte.class, "byte",
            Short.class, "short",
            Integer.class, "int",
            Long.class, "long",
            OptionalInt.class, "int",
            OptionalLong.class, "long",
            BigInteger.class, "");

    private static final List<Class<?>> NUMBERS =
            List.of(Float.class, Double.class, BigDecimal.class, Number.class, OptionalDouble.class);

    private static final Map<Class<?>, String> CHANNEL_ENDS = Map.of(
            ChannelRef.class, "a reference to a channel",
            ChannelReader.class, "a reference to the reading end of a channel",
            ChannelWriter.class, "a reference to the writing end of a channel");

    private final ObjectMapper mapper;

    TypeDescriptions(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Expected of(JavaType type) {
        JavaType content = type.isReferenceType() && type.getContentType() != null ? type.getContentType() : type;
        return content.equals(type) ? of(boxed(type.getRawClass()), type) : of(content);
    }

    private Expected of(Class<?> type, JavaType full) {
        String text = STRINGS.get(type);
        if (text != null) {
            return new Expected(text, Kind.STRING);
        }
        String range = INTEGERS.get(type);
        if (range != null) {
            return new Expected("an integer", Kind.INTEGER, range.isEmpty() ? null : range);
        }
        if (NUMBERS.contains(type)) {
            return new Expected("a number", Kind.NUMBER);
        }
        if (type == Year.class) {
            return new Expected("a year such as 2026", null);
        }
        if (type == Boolean.class) {
            return new Expected("true or false", Kind.BOOLEAN);
        }
        if (type.isEnum()) {
            return new Expected(constants(type), Kind.STRING);
        }
        String end = CHANNEL_ENDS.get(type);
        if (end != null) {
            return new Expected(end, Kind.OBJECT);
        }
        if (full.isMapLikeType()) {
            return new Expected("an object", Kind.OBJECT);
        }
        return full.isContainerType() ? new Expected("an array", Kind.ARRAY) : bean(full);
    }

    private Expected bean(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw.getName().startsWith("java.") || raw.isArray()) {
            return new Expected("a value (" + raw.getSimpleName() + ")", null);
        }
        DeserializationConfig config = mapper.deserializationConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance();
        BeanDescription bean =
                introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type));
        AnnotatedMember value = bean.findJsonValueAccessor();
        if (value != null && !value.getType().equals(type)) {
            return of(value.getType());
        }
        return new Expected("an object (" + raw.getSimpleName() + ")", Kind.OBJECT);
    }

    /** Lists the constants of an enum as they are written in JSON. */
    private String constants(Class<?> type) {
        return oneOf(Arrays.stream(type.getEnumConstants())
                .map(constant -> mapper.writeValueAsString(constant).replace("\"", ""))
                .toList());
    }

    static String oneOf(List<String> names) {
        String known = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        return "one of " + known + (names.size() > MAX_NAMES ? ", …" : "");
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive()
                ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
                : type;
    }
}
