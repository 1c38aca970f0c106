package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;

/**
 * Converts exceptions of Jackson to human-readable messages: the path, the expected JSON and the kind of the actual
 * JSON. Messages never contain the actual value, because it may be a secret.
 */
final class TypeMismatches {

    /** The maximum length of a path in messages. Longer paths are paths of objects that contain themselves. */
    private static final int LONGEST_PATH = 32;

    private final ObjectMapper mapper;
    private final TypeDescriptions descriptions;

    TypeMismatches(ObjectMapper mapper) {
        this.mapper = mapper;
        this.descriptions = new TypeDescriptions(mapper);
    }

    String expected(JavaType type) {
        return descriptions.of(type).text();
    }

    /**
     * Returns the exception for a value that cannot be written.
     *
     * @param e an exception of Jackson, or of a {@link JsonOutput}
     */
    static JsonCodecException unwritten(RuntimeException e, @Nullable Object value) {
        String type = value == null ? "null" : value.getClass().getSimpleName();
        String path = e instanceof JacksonException jackson ? text(jackson.getPath()) : "";
        return new JsonCodecException(path, "cannot be written as JSON (" + type + "): " + unwritten(e), e);
    }

    private static String unwritten(RuntimeException e) {
        if (e instanceof UnwritableException refused) {
            return refused.getOriginalMessage();
        }
        Throwable cause = e instanceof JsonCodecException ? e : e.getCause();
        if (cause instanceof JsonCodecException tooLarge) {
            return String.valueOf(tooLarge.getMessage());
        }
        String closed = ClosedPackages.remedy(e);
        if (closed != null) {
            return closed;
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply, or contains itself";
        }
        if (String.valueOf(e.getMessage()).startsWith("Direct self-reference")) {
            return "it contains itself";
        }
        return e instanceof InvalidDefinitionException definition && definition.getType() != null
                ? definition.getType().getRawClass().getSimpleName()
                        + " has no visible properties; make it a record, or give it getters"
                : "one of its properties cannot be read";
    }

    JsonCodecException of(JacksonException e, RawJson json, JavaType target) {
        List<JacksonException.Reference> path = path(e);
        String problem = problem(e, json, path, target);
        return new JsonCodecException(text(path), problem, e);
    }

    private String problem(JacksonException e, RawJson json, List<JacksonException.Reference> path, JavaType target) {
        if (e instanceof InputCoercionException outOfRange) {
            return outOfRange(descriptions.of(mapper.constructType(outOfRange.getTargetType())));
        }
        if (e instanceof StreamConstraintsException) {
            return "nested too deeply, or contains a number with too many digits";
        }
        if (e instanceof StreamReadException) {
            TokenStreamLocation at = e.getLocation();
            return "not valid JSON" + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
        if (e instanceof InvalidDefinitionException definition) {
            return unreadable(definition);
        }
        if (e instanceof UnrecognizedPropertyException) {
            return "unknown; remove this field, or correct its name";
        }
        Kind kind = Kind.at(json, path);
        if (e instanceof ShapeMismatchException shape) {
            return compared(shape.expected(), kind);
        }
        if (e instanceof DistinctKeys.SameKeyException) {
            return "two names of the object are the same key of the map";
        }
        if (e instanceof WrongKey wrong) {
            return "expected each key to be " + expected(mapper.constructType(wrong.type));
        }
        if (e instanceof WrongSubtype wrong) {
            return describeWrongSubtype(wrong, kind, json, path);
        }
        if (e instanceof ValueInstantiationException rejected) {
            return rejected(rejected);
        }
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null && !path.isEmpty() && kind != Kind.MISSING && kind != Kind.NULL) {
            // The exception does not say what was expected here, and the target is only the type around it.
            return rejected("its type", e.getCause());
        }
        return compared(descriptions.of(type == null ? target : mapper.constructType(type)), kind);
    }

    /**
     * Compares the field that identifies the subtype, or the value itself if it is not an object and so cannot have
     * this field.
     */
    private String describeWrongSubtype(
            WrongSubtype e, Kind kind, RawJson json, List<JacksonException.Reference> path) {
        if (e.field == null || kind != Kind.OBJECT) {
            return compared(e.field == null ? e.expected : descriptions.of(e.base), kind);
        }
        path.add(new JacksonException.Reference(null, e.field));
        return compared(e.expected, Kind.at(json, path));
    }

    private static String outOfRange(TypeDescriptions.Expected expected) {
        return "expected " + expected.withRange() + ", was out of range";
    }

    private static String compared(TypeDescriptions.Expected expected, Kind was) {
        if (was == Kind.INTEGER && was == expected.kind()) {
            return outOfRange(expected);
        }
        return switch (was) {
            case MISSING -> "missing; expected " + expected.text();
            case NULL -> "null; expected " + expected.text();
            default ->
                "expected " + expected.text() + ", was " + (was == expected.kind() ? was.another() : was.description());
        };
    }

    private static String unreadable(InvalidDefinitionException e) {
        JavaType type = e.getType();
        String closed = type == null ? null : ClosedPackages.remedy(type.getRawClass());
        if (closed == null) {
            closed = ClosedPackages.remedy(e);
        }
        if (closed != null) {
            return closed;
        }
        return (type == null ? "this type" : type.getRawClass().getSimpleName())
                + " cannot be read from JSON; it needs a constructor for its fields, or @JsonTypeInfo if it has"
                + " subtypes";
    }

    /**
     * Includes the message of a constructor that has thrown, unless the JDK wrote the message, because such messages
     * contain the value.
     */
    private static String rejected(ValueInstantiationException e) {
        JavaType type = e.getType();
        return rejected(type == null ? "its type" : type.getRawClass().getSimpleName(), e.getCause());
    }

    private static String rejected(String by, @Nullable Throwable cause) {
        String rejected = "rejected by " + by;
        if (cause == null || cause.getMessage() == null || cause.getStackTrace().length == 0) {
            return rejected;
        }
        boolean fromJdk = cause.getStackTrace()[0].getClassName().startsWith("java.");
        return fromJdk ? rejected : rejected + ": " + cause.getMessage();
    }

    private static List<JacksonException.Reference> path(JacksonException e) {
        List<JacksonException.Reference> path = new ArrayList<>(e.getPath());
        if (e instanceof InvalidNullException missing && missing.getPropertyName() != null) {
            String name = missing.getPropertyName().getSimpleName();
            String last = path.isEmpty() ? null : path.get(path.size() - 1).getPropertyName();
            if (!name.equals(last) && !name.isEmpty()) {
                path.add(new JacksonException.Reference(null, name));
            }
        }
        return path;
    }

    static String text(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references.subList(0, Math.min(references.size(), LONGEST_PATH))) {
            String name = reference.getPropertyName();
            if (name == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    /** Captures the details of a problem, which Jackson provides only while the problem is handled. */
    static final class Handler extends DeserializationProblemHandler {

        @Override
        public Object handleWeirdKey(
                DeserializationContext context, Class<?> type, String key, @Nullable String failure) {
            throw new WrongKey(context.getParser(), type);
        }

        @Override
        public JavaType handleUnknownTypeId(
                DeserializationContext context,
                JavaType base,
                String id,
                TypeIdResolver ids,
                @Nullable String failure) {
            throw new WrongSubtype(context, base, ids);
        }

        @Override
        public JavaType handleMissingTypeId(
                DeserializationContext context, JavaType base, TypeIdResolver ids, @Nullable String failure) {
            throw new WrongSubtype(context, base, ids);
        }
    }

    private static final class WrongKey extends DatabindException {

        private static final long serialVersionUID = 1;

        private final Class<?> type;

        WrongKey(JsonParser parser, Class<?> type) {
            super(parser, "a key does not fit");
            this.type = type;
        }
    }

    private static final class WrongSubtype extends DatabindException {

        private static final long serialVersionUID = 1;

        private final transient JavaType base;
        private final transient TypeDescriptions.Expected expected;
        private final @Nullable String field;

        WrongSubtype(DeserializationContext context, JavaType base, TypeIdResolver ids) {
            super(context.getParser(), "the type id does not fit");
            this.base = base;
            TypeDeserializer types = context.findTypeDeserializer(base);
            this.field = types == null || types.getTypeInclusion() != JsonTypeInfo.As.PROPERTY
                    ? null
                    : types.getPropertyName();
            String known = ids.getDescForKnownTypeIds();
            // The description is enclosed in brackets.
            this.expected = new TypeDescriptions.Expected(
                    known == null
                            ? "a known type id"
                            : TypeDescriptions.oneOf(
                                    List.of(known.replaceAll("^\\[|]$", "").split(", "))),
                    field == null ? null : Kind.STRING);
        }
    }
}
