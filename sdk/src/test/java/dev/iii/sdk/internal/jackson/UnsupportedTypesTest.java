package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.TypeRef;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.sql.Timestamp;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.namespace.QName;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that JSON cannot express are refused with the field and the remedy, and never written as nonsense. */
@SuppressWarnings({"unused", "UnusedVariable", "UnusedMethod"}) // Jackson uses the members.
class UnsupportedTypesTest {

    record Of<T>(T a) {}

    record Line(String sku) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Clashing {
        record Card(String kind) implements Clashing {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
    sealed interface Existing {
        record Card(String kind, int a) implements Existing {}
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
    record Person(String id, @Nullable List<Person> friends) {}

    static final class Additional {
        private final Map<String, Object> rest = new LinkedHashMap<>();
        public int a;

        @JsonAnyGetter
        @JsonAnySetter
        public Map<String, Object> getRest() {
            return rest;
        }
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    enum ObjectLike {
        A;

        public String getX() {
            return "x";
        }
    }

    record Unwrapped(
            @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
            List<String> a) {}

    record Raw(@JsonRawValue String a) {}

    interface Shape {}

    abstract static class Figure {}

    sealed interface Payment {
        record Cash(int cents) implements Payment {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Task {
        record Copy(Shape shape) implements Task {}
    }

    static final class NoConstructor {
        private final String sku;

        private NoConstructor(String sku, int unused) {
            this.sku = sku;
        }

        public String getSku() {
            return sku;
        }
    }

    record Shaped(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) LocalTime at) {}

    record Login(
            String name,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String password) {}

    static final class WithoutGetter {
        public final int quantity;

        @JsonCreator
        WithoutGetter(@JsonProperty("sku") String sku, @JsonProperty("quantity") int quantity) {
            this.quantity = quantity;
        }
    }

    static final class NoGetters {
        private final int hidden = 1;
    }

    static class NoSetters {
        @Nullable
        String sku;

        private int quantity;
    }

    static final class NoSettersInherited extends NoSetters {}

    static final class OnlyIgnored {
        private final transient Object lock = new Object();

        @JsonIgnore
        private int cached;
    }

    static final class WithoutFields {}

    private static final String NO_CONSTRUCTOR =
            " has no constructor that JSON can use; make it a record, or annotate a constructor with @JsonCreator and"
                    + " its parameters with @JsonProperty, or compile with -parameters";

    private static Arguments row(TypeRef<?> type, String message) {
        return Arguments.of(type.type(), message);
    }

    private static String abstractType(String name, String kind, String subtype) {
        return name + " is " + kind + ", and JSON does not say which " + subtype
                + " to read; annotate it with @JsonTypeInfo(use = Id.SIMPLE_NAME, property = \"kind\") and make it"
                + " sealed, or list its subtypes in @JsonSubTypes";
    }

    static Stream<Arguments> unreadable() {
        String stream = " is a stream; send its bytes (byte[]), or the bytes through a channel (ChannelReader)";
        String later = " is a value of the future; return it as the result itself, or send its value";
        String key = "Line cannot be the key of a map, because a key is a string; annotate the component that is the"
                + " string with @JsonValue, or use a list of entries";
        return Stream.of(
                row(TypeRef.of(Shape.class), abstractType("Shape", "an interface", "implementation")),
                row(new TypeRef<Of<Shape>>() {}, "Of.a: " + abstractType("Shape", "an interface", "implementation")),
                row(
                        new TypeRef<Of<List<Map<String, Optional<Shape>>>>>() {},
                        "Of.a[]{}: " + abstractType("Shape", "an interface", "implementation")),
                row(new TypeRef<Of<Figure>>() {}, "Of.a: " + abstractType("Figure", "an abstract class", "subclass")),
                row(
                        new TypeRef<Of<Payment>>() {},
                        "Of.a: " + abstractType("Payment", "an interface", "implementation")),
                row(
                        new TypeRef<Of<Task>>() {},
                        "Of.a: Copy.shape: " + abstractType("Shape", "an interface", "implementation")),
                row(new TypeRef<Of<NoConstructor>>() {}, "Of.a: NoConstructor" + NO_CONSTRUCTOR),
                row(new TypeRef<Of<NoConstructor[]>>() {}, "Of.a[]: NoConstructor" + NO_CONSTRUCTOR),
                row(new TypeRef<Of<InputStream>>() {}, "Of.a: InputStream" + stream),
                row(new TypeRef<Of<Future<String>>>() {}, "Of.a: Future" + later),
                row(new TypeRef<Of<CompletableFuture<String>>>() {}, "Of.a: CompletableFuture" + later),
                row(new TypeRef<Of<Map<Line, String>>>() {}, "Of.a: " + key),
                row(
                        new TypeRef<Of<JSONObject>>() {},
                        "Of.a: JSONObject is JSON of another library; use dev.iii.sdk.json.Json, for example"
                                + " Json.parse(value.toString())"),
                row(
                        new TypeRef<Of<Exception>>() {},
                        "Of.a: Exception is an exception; send its message, or throw a FunctionException"),
                row(
                        new TypeRef<Of<Shaped>>() {},
                        "Of.a.at: LocalTime cannot have the shape NUMBER (@JsonFormat); remove it, or use STRING"),
                row(
                        new TypeRef<Of<BitSet>>() {},
                        "Of.a: BitSet is a class of the JDK without a JSON form; send its content in a type of your"
                                + " own"),
                row(
                        new TypeRef<Of<BlockingQueue<Integer>>>() {},
                        "Of.a: JSON does not say which implementation of BlockingQueue to create; use List, Set, Queue,"
                                + " Deque or Map, or a class with a constructor without parameters"),
                row(
                        new TypeRef<Of<List<Clashing>>>() {},
                        "Of.a[]: Card.kind: @JsonTypeInfo uses this name for the name of the subtype; rename the"
                                + " property, or use include = EXISTING_PROPERTY"),
                row(
                        new TypeRef<Of<ObjectLike>>() {},
                        "Of.a: ObjectLike cannot have the shape OBJECT (@JsonFormat); remove it, or use STRING"),
                row(
                        new TypeRef<Of<Unwrapped>>() {},
                        "Of.a.a: WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED (@JsonFormat) writes an array of one element as"
                                + " this element, which is not an array; remove it"),
                row(
                        new TypeRef<Of<List<Person>>>() {},
                        "Of.a[]: Person is written as a reference when it occurs again (@JsonIdentityInfo), which other"
                                + " programs do not read; remove the annotation, and send the id of the object where it"
                                + " occurs again"),
                row(
                        new TypeRef<Of<Calendar>>() {},
                        "Of.a: Calendar would lose its time zone; use ZonedDateTime, or Instant"),
                row(
                        new TypeRef<Of<XMLGregorianCalendar>>() {},
                        "Of.a: XMLGregorianCalendar is a type of XML; send its text, or a type of java.time"),
                row(new TypeRef<Of<QName>>() {}, "Of.a: QName is a type of XML; send its text, or a type of java.time"),
                row(
                        new TypeRef<Of<Map<Timestamp, String>>>() {},
                        "Of.a: Timestamp cannot be the key of a map; use Instant"),
                row(
                        new TypeRef<Of<java.util.function.Supplier<String>>>() {},
                        "Of.a: Supplier is code, which has no JSON form; call it, and send its result"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                dev.iii.sdk.Invocation.class,
                dev.iii.sdk.Worker.class,
                dev.iii.sdk.Registration.class,
                dev.iii.sdk.FunctionRegistry.class,
                dev.iii.sdk.FunctionDefinition.class,
                dev.iii.sdk.WorkerOptions.class,
                dev.iii.sdk.call.Call.class,
                dev.iii.sdk.call.EnqueueCall.class,
                dev.iii.sdk.call.VoidCall.class,
                dev.iii.sdk.channel.Channel.class,
                dev.iii.sdk.configuration.ConfigurationClient.class,
                dev.iii.sdk.discovery.DiscoveryClient.class,
                dev.iii.sdk.queue.QueueClient.class,
                dev.iii.sdk.state.StateClient.class,
                dev.iii.sdk.stream.StreamClient.class
            })
    void aLiveObjectOfTheSdkIsNoPayload(Class<?> type) {
        String problem = type.getSimpleName()
                + " is an object of the SDK, which only this process can use; send the values that the receiver needs";
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireWritable(type)).hasMessageEndingWith(problem);
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireReadable(type)).hasMessageEndingWith(problem);
    }

    /** Sealed interfaces are choices between records. */
    @Test
    void everyOtherInterfaceOfTheSdkIsRefused() {
        Set<Class<?>> payloads = Set.of(Json.class, JsonConvertible.class, ChannelReader.class, ChannelWriter.class);
        List<Class<?>> interfaces = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.iii.sdk").stream()
                        .filter(type -> type.isInterface() && !type.isAnnotation())
                        .filter(type -> !type.getName().contains(".internal."))
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(type -> Modifier.isPublic(type.getModifiers()) && !type.isSealed())
                        .filter(type -> !payloads.contains(type))
                        .toList();
        assertThat(interfaces).hasSizeGreaterThan(40).allSatisfy(type -> {
            assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireWritable(type))
                    .hasMessageContaining("is an object of the SDK");
        });
    }

    @Test
    void aValueOfALiveObjectIsNotWritten() {
        Object call = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {dev.iii.sdk.Invocation.class},
                (proxy, method, arguments) -> null);
        assertThatThrownBy(() -> Json.of(Map.of("call", call)))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageStartingWith("call: ")
                .hasMessageContaining("is an object of the SDK");
    }

    @Test
    void anInputWhoseFieldsCannotBeSetIsRefused() {
        String message = " has fields, and JSON can set none of them: sku, quantity; make it a record, or give it"
                + " setters or public fields";
        anInputThatCanNeverBeReadIsRefused(NoSetters.class, "NoSetters" + message);
        anInputThatCanNeverBeReadIsRefused(
                new TypeRef<Of<NoSettersInherited>>() {}.type(), "Of.a: NoSettersInherited" + message);
    }

    @ParameterizedTest
    @ValueSource(classes = {OnlyIgnored.class, WithoutFields.class})
    void aClassWithNothingToReadIsAnInput(Class<?> type) {
        JacksonCodec.INSTANCE.requireReadable(type);
    }

    static Stream<Arguments> readOnlyInResults() {
        return Stream.of(
                Arguments.of(
                        new TypeRef<Of<Raw>>() {}.type(),
                        "Of.a.a: @JsonRawValue is written as JSON, but it cannot be read; use dev.iii.sdk.json.Json as"
                                + " its type",
                        new Raw("{\"x\":1}"),
                        "{\"a\":{\"x\":1}}"),
                Arguments.of(
                        new TypeRef<Of<Existing>>() {}.type(),
                        "Of.a: Card.kind: @JsonTypeInfo reads the subtype from this property, which gets no value then;"
                                + " add visible = true",
                        new Existing.Card("Card", 1),
                        "{\"kind\":\"Card\",\"a\":1}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readOnlyInResults")
    void aResultThatIsNotAnInputIsWritten(Type type, String message, Object value, String json) {
        JacksonCodec.INSTANCE.requireWritable(type);
        assertThat(Json.of(value).text()).isEqualTo(json);
        anInputThatCanNeverBeReadIsRefused(type, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void anInputThatCanNeverBeReadIsRefused(Type type, String message) {
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireReadable(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> unwritable() {
        String unwritten = "it is required, but it is not written; give it a getter, remove access = WRITE_ONLY, or"
                + " annotate it with @Nullable";
        Stream<Arguments> more = Stream.of(
                row(
                        new TypeRef<Of<NoGetters>>() {},
                        "Of.a: NoGetters has no visible properties; make it a record, or give it getters"),
                row(new TypeRef<Of<Login>>() {}, "Of.a.password: " + unwritten),
                row(new TypeRef<List<WithoutGetter>>() {}, "List[].sku: " + unwritten));
        return Stream.concat(
                unreadable()
                        .filter(row -> !String.valueOf(row.get()[1]).contains("does not say")
                                && !String.valueOf(row.get()[1]).contains("cannot have the shape")
                                && !String.valueOf(row.get()[1]).contains("constructor")),
                more);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unwritable")
    void aResultThatCanNeverBeWrittenIsRefused(Type type, String message) {
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireWritable(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Timestamp timestamp(int nanos) {
        Timestamp time = new Timestamp(0);
        time.setNanos(nanos);
        return time;
    }

    private static Additional additional(String name) {
        Additional value = new Additional();
        value.getRest().put(name, 1);
        return value;
    }

    @Test
    void valuesOfWhichNothingIsLostAreWritten() {
        assertThat(Json.of(List.of(Pattern.compile("(?i)a"), timestamp(123_000_000), additional("b")))
                        .text())
                .isEqualTo("[\"(?i)a\",\"1970-01-01T00:00:00.123Z\",{\"a\":0,\"b\":1}]");
    }

    static final class Loop {
        public final Loop next = this;
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(InputStream.nullInputStream(), "is a stream"),
                Arguments.of(CompletableFuture.completedFuture(1), "is a value of the future"),
                Arguments.of(new JSONObject(), "is JSON of another library"),
                Arguments.of(new IllegalStateException("secret"), "is an exception"),
                Arguments.of(new BitSet(), "is a class of the JDK without a JSON form"),
                Arguments.of(new Thread(), "is a class of the JDK without a JSON form"),
                Arguments.of((java.util.function.Supplier<Object>) () -> "x", "a lambda expression is code"),
                Arguments.of(new Clashing.Card("k"), "@JsonTypeInfo uses this name"),
                Arguments.of(new Raw("oops"), "it is not valid JSON"),
                Arguments.of(Pattern.compile("a", Pattern.CASE_INSENSITIVE), "its flags would be lost"),
                Arguments.of(timestamp(123_456_789), "its fractions of a millisecond would be lost"),
                Arguments.of(additional("a"), "contains a, which is the name of a property"),
                Arguments.of(new Person("1", null), "Person is written as a reference"),
                Arguments.of(new NoGetters(), "NoGetters has no visible properties"),
                Arguments.of(new Object(), "Object has no visible properties"),
                Arguments.of(new Loop(), "it contains itself"),
                Arguments.of(Map.of(new Line("x"), 1), "Line cannot be the key of a map"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("values")
    void aValueWithoutAJsonFormIsRefusedWithItsPath(Object value, String reason) {
        assertThatThrownBy(() -> Json.of(Map.of("list", List.of(1, new Of<>(value)))))
                .isInstanceOfSatisfying(
                        InvalidPayloadException.class, e -> assertThat(e.path()).startsWith("list[1].a"))
                .hasMessageContaining("cannot be written as JSON")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
