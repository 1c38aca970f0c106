package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;

/** Types that Jackson writes although the JSON cannot be read, with the remedy for each. */
final class UnsupportedTypes {

    private static final String JSON_OF_ANOTHER_LIBRARY =
            " is JSON of another library; use dev.iii.sdk.json.Json, for example Json.parse(value.toString())";

    private static final Map<Class<?>, String> PARENTS = parents();

    /** The JSON trees of other libraries, which are beans or collections for Jackson. */
    private static final Set<String> TREES = Set.of(
            "com.fasterxml.jackson.core.TreeNode",
            "com.google.gson.JsonElement",
            "org.json.JSONObject",
            "org.json.JSONArray",
            "jakarta.json.JsonValue",
            "javax.json.JsonValue");

    private static final String SDK = "dev.iii.sdk.";

    /** Objects of the SDK that are records or have getters. Their names, because this package must not depend on theirs. */
    private static final Set<String> LIVE = Set.of(
            "dev.iii.sdk.FunctionDefinition",
            "dev.iii.sdk.WorkerOptions",
            "dev.iii.sdk.call.Call",
            "dev.iii.sdk.call.EnqueueCall",
            "dev.iii.sdk.call.VoidCall",
            "dev.iii.sdk.channel.Channel");

    /** The interfaces of the SDK that a payload may contain. */
    private static final Set<Class<?>> PAYLOADS =
            Set.of(Json.class, JsonConvertible.class, ChannelReader.class, ChannelWriter.class);

    /** The types other than numbers and booleans that may be written as numbers. */
    private static final Set<Class<?>> NUMBERS =
            Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class, Duration.class, Date.class, String.class);

    /** The times that may be written as arrays. */
    private static final Set<Class<?>> ARRAYS = Set.of(LocalDate.class, LocalDateTime.class, LocalTime.class);

    private UnsupportedTypes() {}

    private static Map<Class<?>, String> parents() {
        String bytes = " is a stream; send its bytes (byte[]), or the bytes through a channel (ChannelReader)";
        String later = " is a value of the future; return it as the result itself, or send its value";
        Map<Class<?>, String> reasons = new LinkedHashMap<>();
        reasons.put(InputStream.class, bytes);
        reasons.put(OutputStream.class, bytes);
        reasons.put(Reader.class, bytes);
        reasons.put(Writer.class, bytes);
        reasons.put(Future.class, later);
        reasons.put(CompletionStage.class, later);
        reasons.put(Calendar.class, " would lose its time zone; use ZonedDateTime, or Instant");
        reasons.put(Throwable.class, " is an exception; send its message, or throw a FunctionException");
        return reasons;
    }

    /** Returns why a type cannot be written and read; {@code null} if no rule excludes it. */
    static @Nullable String reason(Class<?> type) {
        for (Map.Entry<Class<?>, String> parent : PARENTS.entrySet()) {
            if (parent.getKey().isAssignableFrom(type)) {
                return type.getSimpleName() + parent.getValue();
            }
        }
        boolean isFunction = type.isInterface()
                && (type.getName().startsWith("java.util.function.")
                        || type == Callable.class
                        || type == Runnable.class);
        if (isFunction || (type.isSynthetic() && type.isHidden())) {
            return (isFunction ? type.getSimpleName() : "a lambda expression")
                    + " is code, which has no JSON form; call it, and send its result";
        }
        if (type.getName().startsWith("javax.xml.") || type.getName().startsWith("org.w3c.dom.")) {
            return type.getSimpleName() + " is a type of XML; send its text, or a type of java.time";
        }
        if (isOrHas(type, UnsupportedTypes::isLive)) {
            return type.getSimpleName()
                    + " is an object of the SDK, which only this process can use; send the values that the receiver needs";
        }
        return isTree(type) ? type.getSimpleName() + JSON_OF_ANOTHER_LIBRARY : null;
    }

    /** Returns why objects with identities cannot be written and read; {@code null} if the class has none. */
    static @Nullable String reasonOfIdentity(BeanDescription type) {
        return type.getObjectIdInfo() == null
                ? null
                : type.getBeanClass().getSimpleName()
                        + " is written as a reference when it occurs again (@JsonIdentityInfo), which other programs"
                        + " do not read; remove the annotation, and send the id of the object where it occurs again";
    }

    /** Returns why a class that Jackson treats as a bean is unsupported; {@code null} if it is supported. */
    static @Nullable String reasonOfBean(Class<?> type) {
        String reason = reason(type);
        if (reason != null || type == Object.class || !type.getName().matches("(java|javax|jdk|sun|com\\.sun)\\..*")) {
            return reason;
        }
        return type.getSimpleName()
                + " is a class of the JDK without a JSON form; send its content in a type of your own";
    }

    /**
     * Returns why a type cannot have a shape ({@code @JsonFormat}); {@code null} if it can. Jackson ignores some shapes,
     * and writes others in a form that it does not read.
     */
    static @Nullable String reasonOfShape(Class<?> type, JsonFormat.Shape shape) {
        Scalars.Scalar scalar = Scalars.of(type);
        boolean supported = switch (shape) {
            case NUMBER, NUMBER_FLOAT -> isNumber(type, scalar);
            case NUMBER_INT -> type == LocalDate.class || isNumber(type, scalar);
            case ARRAY -> scalar == null ? !type.isEnum() : ARRAYS.contains(type);
            case BINARY -> type != double[].class && type != float[].class;
            case OBJECT, POJO -> scalar == null && !type.isEnum();
            default -> true;
        };
        return supported
                ? null
                : type.getSimpleName() + " cannot have the shape " + shape + " (@JsonFormat); remove it, or use STRING";
    }

    private static boolean isNumber(Class<?> type, Scalars.@Nullable Scalar scalar) {
        if (scalar == null) {
            return !hasJsonValue(type);
        }
        return scalar.kind() == Kind.STRING ? NUMBERS.contains(type) : type != Month.class;
    }

    /** An enum with {@code @JsonValue} is written as this value, whatever its shape is. */
    private static boolean hasJsonValue(Class<?> type) {
        return type.isEnum()
                && Stream.concat(Arrays.stream(type.getDeclaredFields()), Arrays.stream(type.getDeclaredMethods()))
                        .anyMatch(member -> member.isAnnotationPresent(JsonValue.class));
    }

    /** Returns why the format of an enum is unsupported; {@code null} if it is supported. */
    static @Nullable String reasonOfClassFormat(Class<?> type) {
        JsonFormat format = type.isEnum() ? type.getAnnotation(JsonFormat.class) : null;
        return format == null ? null : reasonOfShape(type, format.shape());
    }

    /**
     * Returns why a property cannot have a format; {@code null} if it can. Jackson applies the format of an optional value, a
     * collection or a map to its content.
     */
    static @Nullable String reasonOfFormat(JavaType type, JsonFormat format) {
        for (JsonFormat.Feature feature : format.without()) {
            if (feature == JsonFormat.Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS
                    && !List.of(format.without()).contains(JsonFormat.Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)) {
                return "WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS (@JsonFormat) without"
                        + " READ_DATE_TIMESTAMPS_AS_NANOSECONDS: times would be written in milliseconds and read in"
                        + " seconds; switch both off, or use the shape NUMBER_INT";
            }
        }
        for (JsonFormat.Feature feature : format.with()) {
            if (feature == JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) {
                return "WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED (@JsonFormat) writes an array of one element as this"
                        + " element, which is not an array; remove it";
            }
        }
        String reason = reasonOfShape(type.getRawClass(), format.shape());
        JavaType content = type;
        while (reason == null && content.getContentType() != null) {
            content = content.getContentType();
            reason = reasonOfContentShape(content.getRawClass(), format.shape());
        }
        return reason;
    }

    private static @Nullable String reasonOfContentShape(Class<?> type, JsonFormat.Shape shape) {
        boolean number = shape == JsonFormat.Shape.NUMBER
                || shape == JsonFormat.Shape.NUMBER_INT
                || shape == JsonFormat.Shape.NUMBER_FLOAT;
        boolean array = shape == JsonFormat.Shape.ARRAY && (type.isEnum() || Scalars.of(type) != null);
        return number || array ? reasonOfShape(type, shape) : null;
    }

    private static boolean isTree(Class<?> type) {
        return isOrHas(type, parent -> TREES.contains(parent.getName()));
    }

    /** An interface of the SDK is code or a connection to the engine, unless it is a choice between records. */
    private static boolean isLive(Class<?> type) {
        String name = type.getName();
        return LIVE.contains(name)
                || (type.isInterface()
                        && Modifier.isPublic(type.getModifiers())
                        && name.startsWith(SDK)
                        && !name.startsWith(SDK + "internal.")
                        && !type.isSealed()
                        && !PAYLOADS.contains(type));
    }

    /** Returns {@code true} if the type or one of its parents is such a type. */
    private static boolean isOrHas(@Nullable Class<?> type, Predicate<Class<?>> is) {
        if (type == null || type.getName().startsWith("java.")) {
            return false;
        }
        if (is.test(type) || isOrHas(type.getSuperclass(), is)) {
            return true;
        }
        for (Class<?> parent : type.getInterfaces()) {
            if (isOrHas(parent, is)) {
                return true;
            }
        }
        return false;
    }

    /** Returns why a type cannot be the key of a map; {@code null} if it can be. */
    static @Nullable String reasonOfKey(Class<?> type, @Nullable BeanDescription description) {
        if (Date.class.isAssignableFrom(type) && type != Date.class) {
            return type.getSimpleName() + " cannot be the key of a map; use Instant";
        }
        Scalars.Scalar scalar = Scalars.of(type);
        boolean usable = type == Object.class
                || type.isEnum()
                || Enum.class.isAssignableFrom(type)
                || (scalar != null && !type.isArray())
                || (description != null
                        && (description.findJsonKeyAccessor() != null || description.findJsonValueAccessor() != null));
        return usable
                ? null
                : type.getSimpleName()
                        + " cannot be the key of a map, because a key is a string; annotate the component that is the"
                        + " string with @JsonValue, or use a list of entries";
    }
}
