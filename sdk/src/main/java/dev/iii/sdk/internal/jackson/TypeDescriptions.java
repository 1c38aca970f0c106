package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        return content.equals(type) ? of(type.getRawClass(), type) : of(content);
    }

    private Expected of(Class<?> type, JavaType full) {
        Scalars.Scalar scalar = Scalars.of(type);
        if (scalar != null) {
            return new Expected(scalar.text(), scalar.kind(), scalar.range());
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
}
