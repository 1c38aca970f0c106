package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.jackson.WrittenTypes.Animal;
import dev.iii.sdk.internal.jackson.WrittenTypes.Anything;
import dev.iii.sdk.internal.jackson.WrittenTypes.Cat;
import dev.iii.sdk.internal.jackson.WrittenTypes.Cents;
import dev.iii.sdk.internal.jackson.WrittenTypes.Dog;
import dev.iii.sdk.internal.jackson.WrittenTypes.Empty;
import dev.iii.sdk.internal.jackson.WrittenTypes.Grade;
import dev.iii.sdk.internal.jackson.WrittenTypes.Ignored;
import dev.iii.sdk.internal.jackson.WrittenTypes.IgnoredByClass;
import dev.iii.sdk.internal.jackson.WrittenTypes.IgnoredPrimitive;
import dev.iii.sdk.internal.jackson.WrittenTypes.InArray;
import dev.iii.sdk.internal.jackson.WrittenTypes.InObject;
import dev.iii.sdk.internal.jackson.WrittenTypes.Left;
import dev.iii.sdk.internal.jackson.WrittenTypes.Level;
import dev.iii.sdk.internal.jackson.WrittenTypes.Levels;
import dev.iii.sdk.internal.jackson.WrittenTypes.Mixed;
import dev.iii.sdk.internal.jackson.WrittenTypes.Nested;
import dev.iii.sdk.internal.jackson.WrittenTypes.NestedShapes;
import dev.iii.sdk.internal.jackson.WrittenTypes.Of;
import dev.iii.sdk.internal.jackson.WrittenTypes.Omitting;
import dev.iii.sdk.internal.jackson.WrittenTypes.OmittingAll;
import dev.iii.sdk.internal.jackson.WrittenTypes.Optionals;
import dev.iii.sdk.internal.jackson.WrittenTypes.Page;
import dev.iii.sdk.internal.jackson.WrittenTypes.Pair;
import dev.iii.sdk.internal.jackson.WrittenTypes.Pairs;
import dev.iii.sdk.internal.jackson.WrittenTypes.Payment;
import dev.iii.sdk.internal.jackson.WrittenTypes.Plant;
import dev.iii.sdk.internal.jackson.WrittenTypes.Point;
import dev.iii.sdk.internal.jackson.WrittenTypes.Primitives;
import dev.iii.sdk.internal.jackson.WrittenTypes.Renamed;
import dev.iii.sdk.internal.jackson.WrittenTypes.Row;
import dev.iii.sdk.internal.jackson.WrittenTypes.ShapedArrays;
import dev.iii.sdk.internal.jackson.WrittenTypes.ShapedReference;
import dev.iii.sdk.internal.jackson.WrittenTypes.Shapes;
import dev.iii.sdk.internal.jackson.WrittenTypes.Size;
import dev.iii.sdk.internal.jackson.WrittenTypes.Sku;
import dev.iii.sdk.internal.jackson.WrittenTypes.Tree;
import dev.iii.sdk.internal.jackson.WrittenTypes.Unwrapped;
import dev.iii.sdk.internal.jackson.WrittenTypes.Unwrapping;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A value of every type that users put into records, each in a field {@code a} of a record. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "PreferredInterfaceType"})
final class WrittenSamples {

    private WrittenSamples() {}

    /** A value and the type as which it is written and read. */
    record Sample(Object value, TypeRef<?> type) {
        @Override
        public String toString() {
            return type.type().getTypeName().replaceAll("^.*\\$", "") + " "
                    + type.type().getTypeName().hashCode();
        }
    }

    private static Sample sample(Object value, TypeRef<?> type) {
        return new Sample(value, type);
    }

    private static Sample sample(Object value) {
        return new Sample(value, TypeRef.of(value.getClass()));
    }

    static Stream<Sample> all() {
        return Stream.of(texts(), times(), numbers(), containers(), keys(), shaped(), paths(), objects())
                .flatMap(samples -> samples);
    }

    private static Stream<Sample> texts() {
        return Stream.of(
                sample(new Of<>("ä\"\n😀"), new TypeRef<Of<String>>() {}),
                sample(new Of<>(""), new TypeRef<Of<String>>() {}),
                sample(new Of<CharSequence>("x"), new TypeRef<Of<CharSequence>>() {}),
                sample(new Of<>(new StringBuilder("x")), new TypeRef<Of<StringBuilder>>() {}),
                sample(new Of<>('x'), new TypeRef<Of<Character>>() {}),
                sample(new Of<>(new byte[] {1, -1}), new TypeRef<Of<byte[]>>() {}),
                sample(new Of<>(new char[] {'a', 'b'}), new TypeRef<Of<char[]>>() {}),
                sample(new Of<>(ByteBuffer.wrap(new byte[] {1, -1})), new TypeRef<Of<ByteBuffer>>() {}),
                sample(new Of<>(new UUID(1, 2)), new TypeRef<Of<UUID>>() {}),
                sample(new Of<>(URI.create("../a?b=c")), new TypeRef<Of<URI>>() {}),
                sample(new Of<>(url()), new TypeRef<Of<URL>>() {}),
                sample(new Of<>(Locale.GERMANY), new TypeRef<Of<Locale>>() {}),
                sample(new Of<>(Locale.ROOT), new TypeRef<Of<Locale>>() {}),
                sample(new Of<>(Locale.forLanguageTag("zh-Hans-CN-u-nu-latn-x-a")), new TypeRef<Of<Locale>>() {}),
                sample(new Of<>(new Locale("th", "TH", "TH")), new TypeRef<Of<Locale>>() {}),
                sample(new Of<>(Currency.getInstance("EUR")), new TypeRef<Of<Currency>>() {}),
                sample(new Of<Charset>(StandardCharsets.UTF_8), new TypeRef<Of<Charset>>() {}),
                sample(new Of<>(Pattern.compile("a+")), new TypeRef<Of<Pattern>>() {}),
                sample(new Of<>(new File("/a/b")), new TypeRef<Of<File>>() {}),
                sample(new Of<>(Size.LARGE), new TypeRef<Of<Size>>() {}),
                sample(new Of<>(Grade.B), new TypeRef<Of<Grade>>() {}),
                sample(new Of<>(DayOfWeek.MONDAY), new TypeRef<Of<DayOfWeek>>() {}),
                sample(new Of<>(new Sku("s")), new TypeRef<Of<Sku>>() {}),
                sample(new Of<>(true), new TypeRef<Of<Boolean>>() {}),
                sample(new Of<>(new AtomicBoolean(true)), new TypeRef<Of<AtomicBoolean>>() {}));
    }

    private static URL url() {
        try {
            return URI.create("https://example.com/a").toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Sample> times() {
        Instant moment = Instant.parse("2026-01-31T12:00:00.123456789Z");
        ZonedDateTime zoned = ZonedDateTime.ofInstant(moment, ZoneId.of("Europe/Vienna"));
        return Stream.of(
                sample(new Of<>(moment), new TypeRef<Of<Instant>>() {}),
                sample(new Of<>(Instant.EPOCH), new TypeRef<Of<Instant>>() {}),
                sample(new Of<>(zoned.toOffsetDateTime()), new TypeRef<Of<OffsetDateTime>>() {}),
                sample(new Of<>(zoned), new TypeRef<Of<ZonedDateTime>>() {}),
                sample(
                        new Of<>(ZonedDateTime.ofInstant(moment, ZoneId.of("UTC"))),
                        new TypeRef<Of<ZonedDateTime>>() {}),
                sample(
                        new Of<>(ZonedDateTime.ofInstant(moment, ZoneOffset.ofHours(2))),
                        new TypeRef<Of<ZonedDateTime>>() {}),
                sample(new Of<>(zoned.toLocalDateTime()), new TypeRef<Of<LocalDateTime>>() {}),
                sample(new Of<>(LocalDate.EPOCH.atStartOfDay()), new TypeRef<Of<LocalDateTime>>() {}),
                sample(new Of<>(zoned.toLocalDate()), new TypeRef<Of<LocalDate>>() {}),
                sample(new Of<>(LocalTime.of(12, 0)), new TypeRef<Of<LocalTime>>() {}),
                sample(new Of<>(OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC)), new TypeRef<Of<OffsetTime>>() {}),
                sample(new Of<>(YearMonth.of(2026, 1)), new TypeRef<Of<YearMonth>>() {}),
                sample(new Of<>(MonthDay.of(1, 31)), new TypeRef<Of<MonthDay>>() {}),
                sample(new Of<>(Year.of(2026)), new TypeRef<Of<Year>>() {}),
                sample(new Of<>(Month.MAY), new TypeRef<Of<Month>>() {}),
                sample(new Of<>(Duration.ofMillis(-90_001)), new TypeRef<Of<Duration>>() {}),
                sample(new Of<>(Period.of(1, 2, 3)), new TypeRef<Of<Period>>() {}),
                sample(new Of<>(ZoneId.of("Europe/Vienna")), new TypeRef<Of<ZoneId>>() {}),
                sample(new Of<>(ZoneOffset.ofHours(1)), new TypeRef<Of<ZoneOffset>>() {}),
                sample(new Of<>(TimeZone.getTimeZone("Europe/Vienna")), new TypeRef<Of<TimeZone>>() {}),
                sample(new Of<>(new Date(1)), new TypeRef<Of<Date>>() {}));
    }

    private static Stream<Sample> numbers() {
        return Stream.of(
                sample(new Primitives(true, (byte) 1, (short) 2, 3, Long.MIN_VALUE, 0.1f, 1e300, 'x')),
                sample(new Of<>((byte) 1), new TypeRef<Of<Byte>>() {}),
                sample(new Of<>((short) 1), new TypeRef<Of<Short>>() {}),
                sample(new Of<>(1), new TypeRef<Of<Integer>>() {}),
                sample(new Of<>(Long.MAX_VALUE), new TypeRef<Of<Long>>() {}),
                sample(new Of<>(0.1f), new TypeRef<Of<Float>>() {}),
                sample(new Of<>(0.1 + 0.2), new TypeRef<Of<Double>>() {}),
                sample(new Of<Number>(1), new TypeRef<Of<Number>>() {}),
                sample(new Of<>(new BigDecimal("123456789012.340")), new TypeRef<Of<BigDecimal>>() {}),
                sample(new Of<>(new BigDecimal("1E+20")), new TypeRef<Of<BigDecimal>>() {}),
                sample(new Of<>(new BigInteger("18446744073709551615")), new TypeRef<Of<BigInteger>>() {}),
                sample(new Of<>(BigInteger.TEN.pow(20)), new TypeRef<Of<BigInteger>>() {}),
                sample(new Of<>(OptionalInt.of(7)), new TypeRef<Of<OptionalInt>>() {}),
                sample(new Of<>(OptionalLong.of(7)), new TypeRef<Of<OptionalLong>>() {}),
                sample(new Of<>(OptionalDouble.of(0.5)), new TypeRef<Of<OptionalDouble>>() {}),
                sample(new Of<>(new AtomicInteger(7)), new TypeRef<Of<AtomicInteger>>() {}),
                sample(new Of<>(new AtomicLong(7)), new TypeRef<Of<AtomicLong>>() {}),
                sample(new Of<>(new Cents(5)), new TypeRef<Of<Cents>>() {}));
    }

    private static Stream<Sample> containers() {
        return Stream.of(
                sample(new Of<>(new int[] {1, 2}), new TypeRef<Of<int[]>>() {}),
                sample(new Of<>(new long[] {Long.MAX_VALUE}), new TypeRef<Of<long[]>>() {}),
                sample(new Of<>(new short[] {1}), new TypeRef<Of<short[]>>() {}),
                sample(new Of<>(new float[] {0.1f}), new TypeRef<Of<float[]>>() {}),
                sample(new Of<>(new double[] {0.1, 1}), new TypeRef<Of<double[]>>() {}),
                sample(new Of<>(new boolean[] {true}), new TypeRef<Of<boolean[]>>() {}),
                sample(new Of<>(new int[][] {{1}, {}}), new TypeRef<Of<int[][]>>() {}),
                sample(new Of<>(new String[] {"a"}), new TypeRef<Of<String[]>>() {}),
                sample(new Of<>(new Point[] {new Point(1, 2)}), new TypeRef<Of<Point[]>>() {}),
                sample(new Of<>(List.of(1, 2)), new TypeRef<Of<List<Integer>>>() {}),
                sample(new Of<>(List.of(new byte[] {1})), new TypeRef<Of<List<byte[]>>>() {}),
                sample(new Of<>(List.of(YearMonth.of(2026, 1))), new TypeRef<Of<List<YearMonth>>>() {}),
                sample(new Of<>(List.of(Optional.of("x"))), new TypeRef<Of<List<Optional<String>>>>() {}),
                sample(new Of<>(Set.of("x")), new TypeRef<Of<Set<String>>>() {}),
                sample(new Of<>(new LinkedHashSet<>(List.of("x"))), new TypeRef<Of<LinkedHashSet<String>>>() {}),
                sample(new Of<SortedSet<String>>(new TreeSet<>(List.of("x"))), new TypeRef<Of<SortedSet<String>>>() {}),
                sample(new Of<Deque<String>>(new ArrayDeque<>(List.of("x"))), new TypeRef<Of<Deque<String>>>() {}),
                sample(new Of<>(EnumSet.of(Size.LARGE)), new TypeRef<Of<EnumSet<Size>>>() {}),
                sample(new Of<>(new AtomicReference<>("x")), new TypeRef<Of<AtomicReference<String>>>() {}),
                sample(new Of<>(new AtomicReference<>(new Point(1, 2))), new TypeRef<Of<AtomicReference<Point>>>() {}),
                sample(new Of<>(Map.entry("a", 1)), new TypeRef<Of<Map.Entry<String, Integer>>>() {}),
                sample(List.of(new Point(1, 2)), new TypeRef<List<Point>>() {}),
                sample(new int[] {1}, TypeRef.of(int[].class)),
                sample(Optional.of("x"), new TypeRef<Optional<String>>() {}),
                sample(Map.of("a", new Point(1, 2)), new TypeRef<Map<String, Point>>() {}),
                sample(new Of<>(Optional.of(Json.parse("[1]"))), new TypeRef<Of<Optional<Json>>>() {}),
                sample(new Of<>(Optional.<Json>empty()), new TypeRef<Of<Optional<Json>>>() {}),
                sample(Optional.<Json>empty(), new TypeRef<Optional<Json>>() {}),
                sample(new Of<>(List.of(Optional.<Json>empty())), new TypeRef<Of<List<Optional<Json>>>>() {}),
                sample(
                        new Of<>(Optional.of(JsonNodeFactory.instance.stringNode("x"))),
                        new TypeRef<Of<Optional<JsonNode>>>() {}),
                sample(new Of<>(Optional.<JsonNode>empty()), new TypeRef<Of<Optional<JsonNode>>>() {}),
                sample(new Of<>(Optional.of(Optional.of("x"))), new TypeRef<Of<Optional<Optional<String>>>>() {}),
                sample(new Of<>(Optional.<Optional<String>>empty()), new TypeRef<Of<Optional<Optional<String>>>>() {}),
                sample(new Of<>(Optional.<OptionalInt>empty()), new TypeRef<Of<Optional<OptionalInt>>>() {}),
                sample(new Of<>(Optional.of(OptionalInt.of(1))), new TypeRef<Of<Optional<OptionalInt>>>() {}));
    }

    private static Sample keyed(Object key, TypeRef<?> type) {
        return sample(new Of<>(Map.of(key, 1)), type);
    }

    private static Stream<Sample> keys() {
        Map<String, Integer> ordered = new LinkedHashMap<>();
        ordered.put("b", 1);
        ordered.put("a", 2);
        return Stream.of(
                keyed("x", new TypeRef<Of<Map<String, Integer>>>() {}),
                keyed(Size.LARGE, new TypeRef<Of<Map<Size, Integer>>>() {}),
                keyed(Grade.B, new TypeRef<Of<Map<Grade, Integer>>>() {}),
                keyed(1, new TypeRef<Of<Map<Integer, Integer>>>() {}),
                keyed(1L, new TypeRef<Of<Map<Long, Integer>>>() {}),
                keyed((short) 1, new TypeRef<Of<Map<Short, Integer>>>() {}),
                keyed(1.5, new TypeRef<Of<Map<Double, Integer>>>() {}),
                keyed(true, new TypeRef<Of<Map<Boolean, Integer>>>() {}),
                keyed('x', new TypeRef<Of<Map<Character, Integer>>>() {}),
                keyed(new BigDecimal("1.50"), new TypeRef<Of<Map<BigDecimal, Integer>>>() {}),
                keyed(BigInteger.TEN, new TypeRef<Of<Map<BigInteger, Integer>>>() {}),
                keyed(new UUID(1, 2), new TypeRef<Of<Map<UUID, Integer>>>() {}),
                keyed(LocalDate.EPOCH, new TypeRef<Of<Map<LocalDate, Integer>>>() {}),
                keyed(Instant.EPOCH, new TypeRef<Of<Map<Instant, Integer>>>() {}),
                keyed(YearMonth.of(2026, 1), new TypeRef<Of<Map<YearMonth, Integer>>>() {}),
                keyed(Year.of(2026), new TypeRef<Of<Map<Year, Integer>>>() {}),
                keyed(DayOfWeek.MONDAY, new TypeRef<Of<Map<DayOfWeek, Integer>>>() {}),
                keyed(Month.MAY, new TypeRef<Of<Map<Month, Integer>>>() {}),
                keyed(ZoneId.of("Europe/Vienna"), new TypeRef<Of<Map<ZoneId, Integer>>>() {}),
                keyed(Locale.GERMANY, new TypeRef<Of<Map<Locale, Integer>>>() {}),
                keyed(Currency.getInstance("EUR"), new TypeRef<Of<Map<Currency, Integer>>>() {}),
                keyed(URI.create("a"), new TypeRef<Of<Map<URI, Integer>>>() {}),
                keyed(new Date(1), new TypeRef<Of<Map<Date, Integer>>>() {}),
                keyed(new Sku("s"), new TypeRef<Of<Map<Sku, Integer>>>() {}),
                sample(new Of<>(new EnumMap<>(Map.of(Size.LARGE, 1))), new TypeRef<Of<EnumMap<Size, Integer>>>() {}),
                sample(
                        new Of<NavigableMap<String, Integer>>(new TreeMap<>(ordered)),
                        new TypeRef<Of<NavigableMap<String, Integer>>>() {}));
    }

    private static Stream<Sample> shaped() {
        return Stream.of(
                sample(new Levels(
                        Level.HIGH, Optional.of(Level.LOW), List.of(Level.HIGH), Map.of(Level.LOW, 1), Level.LOW)),
                sample(new Of<>(Level.HIGH), new TypeRef<Of<Level>>() {}),
                sample(new NestedShapes(
                        List.of(List.of(1L)),
                        Optional.of(List.of(2L)),
                        Map.of("a", List.of(3L)),
                        Set.of(1.5),
                        List.of(LocalDate.EPOCH))),
                sample(new ShapedReference(new AtomicReference<>(5L))),
                sample(new ShapedArrays(new int[] {1}, new Long[] {2L}, List.of(new long[] {3}))),
                sample(new InObject.Card("1"), TypeRef.of(InObject.class)),
                sample(new InObject.Card("1"), TypeRef.of(InObject.Card.class)),
                sample(new InObject.Sku("1"), TypeRef.of(InObject.class)),
                sample(new Of<InObject>(new InObject.Card("1")), new TypeRef<Of<InObject>>() {}),
                sample(List.of(new InObject.Card("1")), new TypeRef<List<InObject>>() {}),
                sample(new InArray.Card("1"), TypeRef.of(InArray.class)),
                sample(new Mixed.Plain(1), TypeRef.of(Mixed.class)),
                sample(new Mixed.Square(1), TypeRef.of(Mixed.class)),
                sample(new Mixed.Text("x"), TypeRef.of(Mixed.class)),
                sample(Mixed.Constant.Q, TypeRef.of(Mixed.class)),
                sample(
                        List.of(new Mixed.Square(1), new Mixed.Text("x"), Mixed.Constant.P),
                        new TypeRef<List<Mixed>>() {}));
    }

    private static Stream<Sample> paths() {
        return Stream.of(
                sample(new Of<>(new File("a/b")), new TypeRef<Of<File>>() {}),
                sample(new Of<>(Path.of("a/b c")), new TypeRef<Of<Path>>() {}),
                sample(new Of<>(Path.of("/a/ü")), new TypeRef<Of<Path>>() {}),
                sample(new Of<>(new java.sql.Timestamp(1_234_567_890_123L)), new TypeRef<Of<java.sql.Timestamp>>() {}));
    }

    private static Stream<Sample> objects() {
        Plant plant = new Plant();
        plant.setKingdom("plants");
        plant.setHeight(3);
        plant.setPlanted(LocalDate.EPOCH);
        return Stream.of(
                sample(new Of<Payment>(new Payment.Cash(new Cents(5))), new TypeRef<Of<Payment>>() {}),
                sample(new Of<Animal>(new Dog("x")), new TypeRef<Of<Animal>>() {}),
                sample(new Cat(9), TypeRef.of(Animal.class)),
                sample(new Pairs(new Pair(1, "a"), List.of(new Pair(2, "b")), new Point(3, 4))),
                sample(new Shapes(
                        Instant.parse("2026-01-31T12:00:00.123Z"),
                        Long.MAX_VALUE,
                        new BigDecimal("12345678901234567890.10"),
                        BigInteger.ONE.shiftLeft(70),
                        Double.NaN,
                        true,
                        true,
                        Size.LARGE,
                        LocalDate.EPOCH,
                        LocalDate.EPOCH.atTime(1, 2),
                        LocalDate.EPOCH,
                        List.of(new BigDecimal("1.50")),
                        Optional.of(new BigDecimal("1.50")),
                        null,
                        Map.of("a", 1L),
                        Duration.ofMillis(1500),
                        OptionalLong.of(1),
                        Year.of(2026),
                        Month.MAY,
                        Instant.ofEpochMilli(1_767_225_600_123L),
                        LocalDate.of(2026, 1, 31),
                        Instant.ofEpochMilli(1_767_225_600_123L).atOffset(ZoneOffset.UTC),
                        LocalDate.of(2026, 1, 31).atTime(1, 2, 3),
                        Instant.EPOCH,
                        new Date(5),
                        Size.LARGE)),
                sample(new Ignored(null, 1)),
                sample(new IgnoredPrimitive(0, 1)),
                sample(new Left(null, Optional.empty(), Optional.empty())),
                sample(new Left("a", Optional.of("b"), Optional.of("c"))),
                sample(new Omitting(List.of(), 0, "x")),
                sample(new Omitting(List.of("y"), 1, "")),
                sample(new OmittingAll("", List.of(), Map.of(), Optional.empty())),
                sample(new OmittingAll("x", List.of("y"), Map.of("z", 1), Optional.of("o"))),
                sample(new Row(1, "y", "z", Optional.of(1))),
                sample(new Row(1, "", null, Optional.empty())),
                sample(new IgnoredByClass(null, 1)),
                sample(new Unwrapping(
                        new Point(1, 2),
                        new Row(1, "y", null, Optional.empty()),
                        List.of(new Row(1, "y", "z", Optional.empty())))),
                sample(new Of<>(new LinkedList<>(List.of("x"))), new TypeRef<Of<LinkedList<String>>>() {}),
                sample(
                        new Of<>(new ConcurrentHashMap<>(Map.of("x", 1))),
                        new TypeRef<Of<ConcurrentMap<String, Integer>>>() {}),
                sample(new Of<>(List.of(List.of(new Point(1, 2)))), new TypeRef<Of<List<List<Point>>>>() {}),
                sample(new Of<>(Map.of("x", Optional.of(1))), new TypeRef<Of<Map<String, Optional<Integer>>>>() {}),
                sample(new Of<>(List.of(Size.LARGE)), new TypeRef<Of<List<Size>>>() {}),
                sample(new Of<>(List.of(new Sku("x"))), new TypeRef<Of<List<Sku>>>() {}),
                sample(new Of<>(List.of(1, "x")), new TypeRef<Of<List<Object>>>() {}),
                sample(new Of<>(List.<Serializable>of(1, "x")), new TypeRef<Of<List<Serializable>>>() {}),
                sample(new Renamed("x")),
                sample(new Unwrapped(new Point(1, 2), "n")),
                sample(new Nested(
                        new Tree("a", List.of(new Tree("b", List.of()))),
                        new Page<>(List.of(new Of<>(new Point(1, 2))), Optional.empty()),
                        Map.of("x", List.of(new Payment.Card("1"))))),
                sample(new Anything(Map.of("a", List.of(1, true)), null, Json.parse("{\"x\":1.10}"))),
                sample(new Optionals(
                        Optional.of("x"),
                        OptionalInt.of(1),
                        OptionalLong.of(2),
                        OptionalDouble.of(0.5),
                        Optional.of(new Point(1, 2)),
                        Optional.of(List.of(Size.SMALL)))),
                sample(new Optionals(
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty())),
                sample(List.of(new Payment.Card("1"), new Payment.Cash(new Cents(5))), new TypeRef<List<Payment>>() {}),
                sample(Map.of("x", new Dog("x")), new TypeRef<Map<String, Animal>>() {}),
                sample(new Empty()),
                sample(plant));
    }
}
