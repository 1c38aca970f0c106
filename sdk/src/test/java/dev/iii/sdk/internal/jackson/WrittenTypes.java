package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The types of {@link WrittenSamples}. */
@SuppressWarnings({"ArrayRecordComponent", "JavaUtilDate", "UnusedVariable"})
final class WrittenTypes {

    private WrittenTypes() {}

    record Of<T>(T a) {}

    enum Size {
        SMALL,
        @JsonProperty("big")
        LARGE
    }

    enum Grade {
        A,
        B;

        @JsonValue
        String letter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    enum Level {
        LOW,
        HIGH
    }

    record Levels(
            Level a,
            Optional<Level> b,
            List<Level> c,
            Map<Level, Integer> d,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Level e) {}

    record NestedShapes(
            @JsonFormat(shape = JsonFormat.Shape.STRING) List<List<Long>> a,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Optional<List<Long>> b,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Map<String, List<Long>> c,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Set<Double> d,
            @JsonFormat(pattern = "dd.MM.yyyy") List<LocalDate> e) {}

    record ShapedReference(
            @JsonFormat(shape = JsonFormat.Shape.STRING) AtomicReference<Long> a) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ShapedReference that && Objects.equals(a.get(), that.a.get());
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(a.get());
        }
    }

    record ShapedArrays(
            @JsonFormat(shape = JsonFormat.Shape.STRING) int[] a,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Long[] b,
            @JsonFormat(shape = JsonFormat.Shape.STRING) List<long[]> c) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ShapedArrays that
                    && Arrays.equals(a, that.a)
                    && Arrays.equals(b, that.b)
                    && Arrays.deepEquals(c.toArray(), that.c.toArray());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(a);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    sealed interface InObject {
        record Card(String number) implements InObject {}

        record Sku(@JsonValue String text) implements InObject {
            @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
            public Sku {}
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    sealed interface InArray {
        record Card(String number) implements InArray {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Mixed {
        record Plain(int x) implements Mixed {}

        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        record Square(int side) implements Mixed {}

        record Text(@JsonValue String text) implements Mixed {
            @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
            public Text {}
        }

        enum Constant implements Mixed {
            P,
            Q
        }
    }

    record Point(int x, int y) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Pair(int x, String y) {}

    record Pairs(
            Pair a,
            List<Pair> b,
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) Point c) {}

    record Sku(@JsonValue String text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Sku {}
    }

    record Cents(@JsonValue int value) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Cents {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Payment {
        record Card(String number) implements Payment {}

        record Cash(Cents cents) implements Payment {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Dog.class, name = "dog"),
        @JsonSubTypes.Type(value = Cat.class, name = "cat")
    })
    interface Animal {}

    record Dog(String name) implements Animal {}

    record Cat(int lives) implements Animal {}

    record Shapes(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant a,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long b,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal c,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigInteger d,
            @JsonFormat(shape = JsonFormat.Shape.STRING) double e,
            @JsonFormat(shape = JsonFormat.Shape.STRING) boolean f,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) boolean g,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Size h,
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate i,
            @JsonFormat(pattern = "yyyy/MM/dd HH:mm") LocalDateTime j,
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) LocalDate k,
            @JsonFormat(shape = JsonFormat.Shape.STRING) List<BigDecimal> l,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Optional<BigDecimal> m,

            @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            BigDecimal n,

            @JsonFormat(shape = JsonFormat.Shape.STRING) Map<String, Long> o,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Duration p,
            @JsonFormat(shape = JsonFormat.Shape.STRING) OptionalLong q,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Year r,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Month s,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Instant t,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) LocalDate u,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) OffsetDateTime v,
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) LocalDateTime w,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Instant x,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Date y,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Size z) {}

    record Ignored(@JsonIgnore @Nullable String a, int b) {}

    record IgnoredPrimitive(@JsonIgnore int a, int b) {}

    record Left(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String a,

            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> b,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> c) {}

    /** Components that are required, although Jackson would omit some of their values. */
    record Omitting(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> a,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int b,
            @JsonInclude(JsonInclude.Include.NON_NULL) String c) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record OmittingAll(String a, List<String> b, Map<String, Integer> c, Optional<String> d) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Row(int x, String y, @Nullable String z, Optional<Integer> o) {}

    @JsonIgnoreProperties("a")
    record IgnoredByClass(@Nullable String a, int b) {}

    record Unwrapping(
            @JsonUnwrapped(prefix = "at_") Point at,
            @Nullable Row row,
            List<Row> rows) {}

    record Renamed(@JsonProperty("stock_keeping_unit") String sku) {}

    record Unwrapped(@JsonUnwrapped Point point, String note) {}

    record Nested(Tree tree, Page<Of<Point>> page, Map<String, List<Payment>> payments) {}

    record Tree(String name, List<Tree> children) {}

    record Page<T>(List<T> items, Optional<T> next) {}

    record Anything(Object a, @Nullable Object b, Json c) {}

    record Primitives(boolean a, byte b, short c, int d, long e, float f, double g, char h) {}

    record Optionals(
            Optional<String> a,
            OptionalInt b,
            OptionalLong c,
            OptionalDouble d,
            Optional<Point> e,
            Optional<List<Size>> f) {}

    record Empty() {}

    static class Animalia {
        private String kingdom = "";

        public String getKingdom() {
            return kingdom;
        }

        public void setKingdom(String kingdom) {
            this.kingdom = kingdom;
        }
    }

    static final class Plant extends Animalia {
        private int height;
        private @Nullable LocalDate planted;

        public int getHeight() {
            return height;
        }

        public void setHeight(int height) {
            this.height = height;
        }

        public @Nullable LocalDate getPlanted() {
            return planted;
        }

        public void setPlanted(@Nullable LocalDate planted) {
            this.planted = planted;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Plant that
                    && that.height == height
                    && Objects.equals(that.planted, planted)
                    && that.getKingdom().equals(getKingdom());
        }

        @Override
        public int hashCode() {
            return height;
        }
    }
}
