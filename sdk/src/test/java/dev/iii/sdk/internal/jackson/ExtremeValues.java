package dev.iii.sdk.internal.jackson;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.DayOfWeek;
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
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The values at the limits of each type that is one JSON string, number or boolean, and some in between. */
@SuppressWarnings("JavaUtilDate")
final class ExtremeValues {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 1);

    /** The first and the last year with four digits, the years after and before them, and the limits of each type. */
    private static final List<LocalDateTime> TIMES = List.of(
            TIME,
            LocalDateTime.of(0, 1, 1, 0, 0),
            LocalDateTime.of(1582, 10, 10, 1, 2, 3),
            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999),
            LocalDateTime.of(10_000, 1, 1, 0, 0),
            LocalDateTime.of(-1, 12, 31, 23, 59));

    private ExtremeValues() {}

    /** Returns the values by the name of their type in Java source. */
    static Map<String, List<Object>> all() {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        primitives(values);
        numbers(values);
        texts(values);
        times(values);
        places(values);
        return values;
    }

    private static void primitives(Map<String, List<Object>> values) {
        values.put("byte", List.of(Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE));
        values.put("short", List.of(Short.MIN_VALUE, (short) 0, Short.MAX_VALUE));
        values.put("int", List.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE));
        values.put("long", List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE));
        values.put("float", List.of(Float.MIN_VALUE, -0.0f, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY));
        values.put("double", List.of(Double.MIN_VALUE, -0.0, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY));
        values.put("boolean", List.of(true, false));
        values.put("char", List.of('\0', ' ', 'x', '\ud800', '\uffff'));
    }

    private static void numbers(Map<String, List<Object>> values) {
        values.put("Byte", values.get("byte"));
        values.put("Short", values.get("short"));
        values.put("Integer", values.get("int"));
        values.put("Long", values.get("long"));
        values.put("Float", values.get("float"));
        values.put("Double", values.get("double"));
        values.put("Boolean", values.get("boolean"));
        values.put("Character", values.get("char"));
        values.put(
                "java.math.BigInteger",
                List.of(
                        BigInteger.ZERO,
                        BigInteger.TWO.pow(64),
                        BigInteger.TEN.pow(999).negate()));
        values.put(
                "java.math.BigDecimal",
                List.of(
                        BigDecimal.ZERO,
                        new BigDecimal("0.00"),
                        new BigDecimal("1E+3"),
                        new BigDecimal("-1E-300"),
                        new BigDecimal("1E+99999")));
        values.put("java.util.OptionalInt", List.of(OptionalInt.empty(), OptionalInt.of(Integer.MIN_VALUE)));
        values.put("java.util.OptionalLong", List.of(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)));
        values.put("java.util.OptionalDouble", List.of(OptionalDouble.empty(), OptionalDouble.of(Double.NaN)));
        values.put(
                "java.util.concurrent.atomic.AtomicInteger",
                List.of(new AtomicInteger(Integer.MIN_VALUE), new AtomicInteger()));
        values.put("java.util.concurrent.atomic.AtomicLong", List.of(new AtomicLong(Long.MAX_VALUE), new AtomicLong()));
        values.put("java.util.concurrent.atomic.AtomicBoolean", List.of(new AtomicBoolean(true)));
    }

    private static void texts(Map<String, List<Object>> values) {
        values.put("String", List.of("", " ", "null", "NaN", "1", "\0\u2028\"\\", "\ud800", "😀"));
        values.put("StringBuilder", List.of(builder(""), builder(" x")));
        values.put("byte[]", List.of(new byte[0], new byte[] {-1, 0, 1}));
        values.put("char[]", List.of(new char[0], new char[] {'x', '\ud800'}));
        values.put("java.nio.ByteBuffer", List.of(ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {1, 2}, 1, 1)));
        values.put("java.util.UUID", List.of(new UUID(0, 0), new UUID(-1, -1)));
        values.put("java.util.Currency", List.of(Currency.getInstance("XXX"), Currency.getInstance("EUR")));
        values.put(
                "java.util.Locale",
                List.of(Locale.ROOT, Locale.GERMANY, new Locale("de", "", "a variant"), new Locale("no", "NO", "NY")));
        values.put(
                "java.util.regex.Pattern",
                List.of(Pattern.compile(""), Pattern.compile("(?i)a"), Pattern.compile("a", Pattern.LITERAL)));
        values.put("java.nio.charset.Charset", List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE));
        values.put("Class<?>", List.of(String.class, int.class, int[].class, Map.Entry.class));
        values.put("java.time.DayOfWeek", List.of(DayOfWeek.SUNDAY));
    }

    private static StringBuilder builder(String text) {
        return new StringBuilder(text);
    }

    private static void times(Map<String, List<Object>> values) {
        ZoneId zone = ZoneId.of("Europe/Vienna");
        ZoneOffset odd = ZoneOffset.ofHoursMinutesSeconds(-17, -59, -59);
        values.put("java.time.LocalDateTime", with(TIMES, List.of(LocalDateTime.MIN, LocalDateTime.MAX)));
        values.put(
                "java.time.LocalDate",
                with(TIMES.stream().map(LocalDateTime::toLocalDate).toList(), List.of(LocalDate.MIN, LocalDate.MAX)));
        values.put("java.time.LocalTime", List.of(LocalTime.MIN, LocalTime.MAX, LocalTime.NOON));
        values.put(
                "java.time.Instant",
                with(
                        TIMES.stream()
                                .map(time -> time.toInstant(ZoneOffset.UTC))
                                .toList(),
                        List.of(Instant.MIN, Instant.MAX)));
        values.put(
                "java.time.OffsetDateTime",
                with(
                        TIMES.stream().map(time -> time.atOffset(odd)).toList(),
                        List.of(OffsetDateTime.MIN, OffsetDateTime.MAX, TIME.atOffset(ZoneOffset.UTC))));
        values.put(
                "java.time.ZonedDateTime",
                with(
                        TIMES.stream().map(time -> time.atZone(zone)).toList(),
                        List.of(
                                TIME.atZone(zone).withLaterOffsetAtOverlap(),
                                TIME.atZone(odd),
                                TIME.atZone(ZoneId.of("GMT+1")))));
        values.put("java.time.OffsetTime", List.of(OffsetTime.MIN, OffsetTime.MAX, LocalTime.NOON.atOffset(odd)));
        values.put("java.time.Year", List.of(Year.of(0), Year.of(Year.MIN_VALUE), Year.of(Year.MAX_VALUE)));
        values.put(
                "java.time.YearMonth",
                List.of(
                        YearMonth.of(2026, 1),
                        YearMonth.of(10_000, 1),
                        YearMonth.of(-1, 12),
                        YearMonth.of(Year.MAX_VALUE, 12)));
        values.put("java.time.MonthDay", List.of(MonthDay.of(2, 29), MonthDay.of(12, 31)));
        values.put("java.time.Month", List.of(Month.JANUARY, Month.DECEMBER));
        values.put(
                "java.time.Duration",
                List.of(
                        Duration.ZERO,
                        Duration.ofNanos(-1),
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                        Duration.ofSeconds(Long.MIN_VALUE)));
        values.put("java.time.Period", List.of(Period.ZERO, Period.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE)));
        values.put("java.time.ZoneId", List.of(zone, odd, ZoneId.of("UTC"), ZoneId.of("GMT+1"), ZoneOffset.UTC));
        values.put("java.time.ZoneOffset", List.of(ZoneOffset.UTC, odd, ZoneOffset.MAX));
        values.put("java.util.Date", dates());
        values.put("java.sql.Timestamp", List.of(new Timestamp(1), new Timestamp(253_402_300_800_000L)));
        values.put("java.util.Calendar", calendars());
        values.put(
                "java.util.TimeZone",
                List.of(
                        TimeZone.getTimeZone("Europe/Vienna"),
                        TimeZone.getTimeZone("GMT+01:00"),
                        TimeZone.getTimeZone("UTC"),
                        new SimpleTimeZone(3_600_000, "Europe/Vienna"),
                        new SimpleTimeZone(1, "Nowhere")));
    }

    private static List<Object> dates() {
        return List.of(
                new Date(0),
                new Date(-1),
                new Date(253_402_300_799_999L),
                new Date(253_402_300_800_000L),
                new Date(-62_167_219_200_001L),
                new Date(Long.MAX_VALUE),
                new Date(Long.MIN_VALUE));
    }

    private static List<Object> calendars() {
        Calendar vienna = GregorianCalendar.from(TIME.atZone(ZoneId.of("Europe/Vienna")));
        Calendar utc = GregorianCalendar.from(Instant.EPOCH.atZone(ZoneId.of("UTC")));
        Calendar late = GregorianCalendar.from(
                Instant.ofEpochMilli(253_402_300_800_000L).atZone(ZoneId.of("UTC")));
        Calendar lenient = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US);
        lenient.setLenient(false);
        return List.of(vienna, utc, late, lenient);
    }

    private static void places(Map<String, List<Object>> values) {
        values.put("java.io.File", List.of(new File(""), new File("a b"), new File("/a/../b"), new File("a:b")));
        values.put(
                "java.nio.file.Path",
                List.of(
                        Path.of(""),
                        Path.of("a b"),
                        Path.of("/a/../b"),
                        Path.of("a:b"),
                        Path.of("/ü%20"),
                        Path.of("/"),
                        Path.of("file:/a")));
        values.put(
                "java.net.URI", List.of(URI.create(""), URI.create("a?b#c"), URI.create("urn:a:b"), URI.create("/ü")));
        try {
            values.put(
                    "java.net.URL",
                    List.of(
                            URI.create("http://localhost/a").toURL(),
                            URI.create("file:/a").toURL()));
            values.put(
                    "java.net.InetAddress",
                    List.of(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                            InetAddress.getByAddress("a.invalid", new byte[] {10, 0, 0, 1}),
                            InetAddress.getByAddress("::1", new byte[16])));
            values.put(
                    "java.net.InetSocketAddress",
                    List.of(
                            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                            new InetSocketAddress(InetAddress.getByAddress("a.invalid", new byte[] {10, 0, 0, 1}), 80),
                            new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 65_535),
                            InetSocketAddress.createUnresolved("localhost", 80)));
        } catch (MalformedURLException | UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> with(List<?> some, List<?> more) {
        return java.util.stream.Stream.<Object>concat(some.stream(), more.stream())
                .toList();
    }
}
