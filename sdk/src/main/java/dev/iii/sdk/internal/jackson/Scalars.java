package dev.iii.sdk.internal.jackson;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types that are one JSON string, number or boolean. Reading, schemas and error messages use this table, so that they
 * agree.
 */
final class Scalars {

    /**
     * One of these types.
     *
     * @param kind the kind of JSON
     * @param text a description with an article, for example "an integer"
     * @param range the range of a number; {@code null} if there is none
     * @param format the format of a string in JSON Schema; {@code null} if there is none
     * @param isComplete returns {@code false} for strings that Jackson accepts although they are of another type, for
     *     example a date-time for a {@code LocalDate}
     */
    record Scalar(
            Kind kind,
            String text,
            @Nullable String range,
            @Nullable String format,
            Predicate<String> isComplete) {}

    private static final Map<Class<?>, Scalar> SCALARS = new HashMap<>();

    /** Types whose values are instances of subclasses. */
    private static final List<Class<?>> PARENTS = List.of(
            ZoneId.class, Date.class, TimeZone.class, Charset.class, Path.class, InetAddress.class, ByteBuffer.class);

    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9.]+");

    static {
        String moment = "a date-time such as 2026-01-31T12:00:00Z";
        string(Instant.class, moment, "date-time", Scalars::isDateTime);
        string(OffsetDateTime.class, moment, "date-time", Scalars::isDateTime);
        string(Date.class, moment, "date-time", Scalars::isDateTime);
        string(
                ZonedDateTime.class,
                "a date-time with a zone such as 2026-01-31T12:00:00+01:00[Europe/Vienna]",
                null,
                Scalars::isDateTime);
        string(
                LocalDateTime.class,
                "a date-time without an offset such as 2026-01-31T12:00:00",
                null,
                text -> isDateTime(text) && !text.endsWith("Z"));
        string(LocalDate.class, "a date such as 2026-01-31", "date", text -> !hasTime(text));
        string(LocalTime.class, "a time such as 12:00:00", null, text -> !hasTime(text));
        string(OffsetTime.class, "a time with an offset such as 12:00:00Z", null);
        string(YearMonth.class, "a month such as 2026-01", null);
        string(MonthDay.class, "a day such as --01-31", null);
        string(Duration.class, "a duration such as PT30S", null);
        string(Period.class, "a period such as P1M", null);
        string(ZoneId.class, "a time zone such as Europe/Vienna", null);
        string(ZoneOffset.class, "an offset such as +01:00", null);
        string(TimeZone.class, "a time zone such as Europe/Vienna", null, Scalars::isTimeZone);
        string(String.class, "a string", null, text -> true);
        string(CharSequence.class, "a string", null, text -> true);
        string(StringBuilder.class, "a string", null, text -> true);
        string(StringBuffer.class, "a string", null, text -> true);
        string(char[].class, "a string", null, text -> true);
        string(Character.class, "a string of one character", null, text -> text.length() == 1);
        string(byte[].class, "a string in base64", null);
        string(ByteBuffer.class, "a string in base64", null);
        string(UUID.class, "a UUID such as 123e4567-e89b-12d3-a456-426614174000", "uuid");
        string(URI.class, "a URI", "iri-reference");
        string(URL.class, "a URL", "iri");
        string(Locale.class, "a language tag such as de-AT", null, LocaleJson::isTag);
        string(Currency.class, "a currency such as EUR", null);
        string(Charset.class, "a charset such as UTF-8", null);
        string(Pattern.class, "a regular expression", "regex", text -> true);
        string(Class.class, "the name of a class", null);
        string(File.class, "a path", null, text -> true);
        string(Path.class, "a path", null, text -> true);
        string(InetAddress.class, "an internet address", null);
        string(InetSocketAddress.class, "an internet address with a port", null);
        number(Kind.INTEGER, "an integer", "byte", Byte.class);
        number(Kind.INTEGER, "an integer", "short", Short.class);
        number(Kind.INTEGER, "an integer", "int", Integer.class, OptionalInt.class, AtomicInteger.class);
        number(Kind.INTEGER, "an integer", "long", Long.class, OptionalLong.class, AtomicLong.class);
        number(Kind.INTEGER, "an integer", null, BigInteger.class);
        number(Kind.INTEGER, "a year such as 2026", null, Year.class);
        number(Kind.INTEGER, "a month from 1 to 12", null, Month.class);
        number(Kind.NUMBER, "a number", "float", Float.class);
        number(Kind.NUMBER, "a number", "double", Double.class, OptionalDouble.class, Number.class);
        number(Kind.NUMBER, "a number", null, BigDecimal.class);
        for (Class<?> type : List.of(Boolean.class, AtomicBoolean.class)) {
            SCALARS.put(type, new Scalar(Kind.BOOLEAN, "true or false", null, null, text -> true));
        }
    }

    private Scalars() {}

    private static void string(Class<?> type, String text, @Nullable String format) {
        // Jackson ignores white space around the text.
        string(type, text, format, content -> content.equals(content.strip()));
    }

    private static void string(Class<?> type, String text, @Nullable String format, Predicate<String> isComplete) {
        SCALARS.put(type, new Scalar(Kind.STRING, text, null, format, isComplete));
    }

    private static void number(Kind kind, String text, @Nullable String range, Class<?>... types) {
        for (Class<?> type : types) {
            SCALARS.put(type, new Scalar(kind, text, range, null, content -> true));
        }
    }

    private static boolean hasTime(String text) {
        return text.indexOf('T') >= 0 || text.indexOf('t') >= 0;
    }

    /** Returns {@code false} for text that is not the id of a time zone: the JDK reads it as GMT. */
    private static boolean isTimeZone(String text) {
        return text.equals("GMT") || !TimeZone.getTimeZone(text).getID().equals("GMT");
    }

    /** Returns {@code false} for a date without a time and for a number: Jackson reads it as seconds or milliseconds. */
    private static boolean isDateTime(String text) {
        return hasTime(text) && !DIGITS.matcher(text).matches();
    }

    /** Returns the entry of a type; {@code null} if its JSON is not a scalar, or if that depends on its annotations. */
    static @Nullable Scalar of(Class<?> type) {
        Class<?> boxed = boxed(type);
        Scalar scalar = SCALARS.get(boxed);
        if (scalar != null || boxed.isArray()) {
            return scalar;
        }
        for (Class<?> parent : PARENTS) {
            // A time of java.sql is written without a date, and Jackson does not read it.
            if (parent.isAssignableFrom(boxed) && !boxed.getName().equals("java.sql.Time")) {
                return SCALARS.get(parent);
            }
        }
        return null;
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive()
                ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
                : type;
    }
}
