package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types of all the ways that there are to have fields. */
final class ReadTypes {

    private ReadTypes() {}

    enum Size {
        SMALL,
        @JsonProperty("big")
        LARGE {
            @Override
            public String toString() {
                return "enormous";
            }
        }
    }

    record Line(String sku, int quantity) {}

    record Primitives(boolean a, byte b, short c, int d, long e, float f, double g, char h) {}

    record Boxed(
            Boolean a,
            Integer b,
            Long c,
            Double d,
            BigInteger e,
            BigDecimal f,
            Number g,
            Character h,
            Short i,
            Byte j,
            Float k,
            CharSequence l) {}

    record Optionals(Optional<String> a, OptionalInt b, OptionalLong c, OptionalDouble d, Optional<Line> e) {}

    record Nullables(
            @Nullable String a,
            @Nullable Line b,
            @Another.Nullable Integer c,
            @Nullable List<Line> d) {}

    /** An explicit constructor that does not repeat the annotation. */
    record Explicit(@Nullable String a, String b) {
        Explicit(String a, String b) {
            this.a = a;
            this.b = b;
        }
    }

    record ByAccessor(String a, String b) {
        @Override
        @Another.Nullable
        public String a() {
            return a;
        }
    }

    record Dates(Instant a, LocalDate b, LocalTime c, LocalDateTime d, OffsetDateTime e, Duration f, UUID g, URI h) {}

    @SuppressWarnings("ArrayRecordComponent") // people have them
    record Containers(
            List<Line> a,
            Set<String> b,
            Map<String, Line> c,
            Map<Size, Integer> d,
            String[] e,
            int[] f,
            List<Optional<String>> g,
            Map<String, Object> h,
            List<Map<String, List<Line>>> i) {}

    record Anything(
            Object a, @Nullable Object b, Json c, @Nullable Json d) {}

    record Enums(Size a, @Nullable Size b, List<Size> c) {}

    record Page<T>(List<T> items, T first, @Nullable T last) {}

    record OfOptionals(Page<Optional<String>> page) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Payment {
        record Card(String number, @Nullable String holder) implements Payment {}

        record Cash(int cents) implements Payment {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Shape {
        @JsonTypeName("circle")
        record Circle(double radius, @Nullable String colour) implements Shape {}

        @JsonTypeName("square")
        record Square(double side) implements Shape {}
    }

    record Drawing(Shape shape, Optional<Shape> frame) {}

    record Paid(Payment by, @Nullable Payment rest, List<Payment> more) {}

    record Renamed(
            @JsonProperty("stock_keeping_unit") String sku,
            @JsonAlias("amount") int quantity) {}

    record Eased(
            @JsonProperty(isRequired = OptBoolean.FALSE) String a,
            @JsonProperty(defaultValue = "x") String b,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String c,
            @JsonProperty(required = true) String d) {}

    record Unwrapped(@JsonUnwrapped Line line, String note) {}

    record Sku(@JsonValue String text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Sku {}
    }

    record Wrapped(Sku sku, @Nullable Sku other, List<Sku> all) {}

    record Tree(String name, List<Tree> children, @Nullable Tree best) {}

    /** Set by fields: what is left out keeps what the class gave it. */
    static final class Fields {
        public String a = "";
        public int b = 1;
        public @Nullable String c;
        public Line d = new Line("", 0);

        @JsonProperty(required = true)
        public String e = "";
    }

    static final class Setters {
        private String a = "";
        private long b;

        public String getA() {
            return a;
        }

        public void setA(String a) {
            this.a = a;
        }

        public long getB() {
            return b;
        }

        public void setB(long b) {
            this.b = b;
        }
    }

    static class Parent {
        private final String a;

        Parent(String a) {
            this.a = a;
        }

        public String getA() {
            return a;
        }
    }

    static final class Created extends Parent {
        private final @Nullable Integer b;
        private final int c;
        private String d = "";

        @JsonCreator
        Created(@JsonProperty("a") String a, @JsonProperty("b") @Nullable Integer b, @JsonProperty("c") int c) {
            super(a);
            this.b = b;
            this.c = c;
        }

        public @Nullable Integer getB() {
            return b;
        }

        public int getC() {
            return c;
        }

        public String getD() {
            return d;
        }

        public void setD(String d) {
            this.d = d;
        }
    }

    static final class Made {
        private final String a;

        private Made(String a) {
            this.a = a;
        }

        @JsonCreator
        static Made of(@JsonProperty("a") String a) {
            return new Made(a);
        }

        public String getA() {
            return a;
        }
    }
}
