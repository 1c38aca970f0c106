package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.bean.BuilderBasedDeserializer;
import tools.jackson.databind.deser.jdk.CollectionDeserializer;
import tools.jackson.databind.deser.jdk.MapDeserializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/** Finds types that can never be read. Jackson finds most of them only when the first payload arrives. */
final class ReadableTypes extends TypeWalk {

    private static final String CONSTRUCTOR = " has no constructor that JSON can use; make it a record, or annotate a"
            + " constructor with @JsonCreator and its parameters with @JsonProperty, or compile with -parameters";

    private static final String FIELDS = "; make it a record, or give it setters or public fields";

    private final DeserializationContext context;
    private final FormatTrial trial;

    ReadableTypes(ObjectMapper mapper) {
        super(mapper);
        this.trial = new FormatTrial(mapper);
        this.context = mapper._deserializationContext();
    }

    @Override
    @Nullable
    String problemOfKey(JavaType type) {
        String reason = UnsupportedTypes.reasonOfKey(type.getRawClass(), description(type));
        if (reason != null) {
            return reason;
        }
        try {
            context.findKeyDeserializer(type, null);
            return null;
        } catch (JacksonException e) {
            return type.getRawClass().getSimpleName()
                    + " cannot be read as the key of a map; use String, an enum, a number, a UUID or a date as the key";
        }
    }

    private static boolean canCreate(ValueDeserializer<?> found) {
        ValueDeserializer<?> deserializer = found instanceof DistinctKeys.OfMap map ? map.getDelegatee() : found;
        boolean isGeneral = deserializer.getClass() == CollectionDeserializer.class
                || deserializer.getClass() == MapDeserializer.class;
        ValueInstantiator instantiator = isGeneral && deserializer instanceof ValueInstantiator.Gettable gettable
                ? gettable.getValueInstantiator()
                : null;
        return !(deserializer instanceof AbstractDeserializer)
                && (instantiator == null
                        || instantiator.canCreateUsingDefault()
                        || instantiator.canCreateUsingDelegate()
                        || instantiator.canCreateUsingArrayDelegate()
                        || instantiator.canCreateFromObjectWith());
    }

    @Override
    @Nullable
    String problemOfContainer(JavaType type, String path) {
        try {
            if (canCreate(context.findNonContextualValueDeserializer(type))) {
                return null;
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // The elements may have the cause.
            String element = problem(type.getContentType(), path + "[]");
            return element != null ? element : at(path, cause(type.getRawClass(), e));
        }
        return path + ": JSON does not say which implementation of "
                + type.getRawClass().getSimpleName()
                + " to create; use List, Set, Queue, Deque or Map, or a class with a constructor without parameters";
    }

    @Override
    @Nullable
    String problemOfBean(JavaType type, String path) {
        try {
            String shape = UnsupportedTypes.reasonOfClassFormat(type.getRawClass());
            if (shape != null) {
                return path + ": " + shape;
            }
            ValueDeserializer<?> deserializer = context.findNonContextualValueDeserializer(type);
            if (deserializer instanceof StrictReading.ClosedDeserializer closed) {
                return path + ": " + closed.reason();
            }
            String identified = problemOfTypeId(type);
            if (identified != null) {
                return at(path, identified);
            }
            boolean typed = context.findTypeDeserializer(type) != null;
            if (typed && !type.isConcrete()) {
                return problemOfSubtypes(type, path);
            }
            if (deserializer instanceof AbstractDeserializer) {
                return at(path, withoutTypeInformation(type.getRawClass()));
            }
            return deserializer instanceof BeanDeserializerBase bean ? problemOfFields(type, bean, path) : null;
        } catch (JacksonException | IllegalArgumentException e) {
            String deeper = problemOfProperties(type, path);
            return deeper != null ? deeper : at(path, cause(type.getRawClass(), e));
        }
    }

    /** Returns why the subtypes of a type cannot be distinguished; {@code null} if they can be, or if there are none. */
    private @Nullable String problemOfTypeId(JavaType type) {
        DeserializationConfig config = context.getConfig();
        JsonTypeInfo.Value info = config.getAnnotationIntrospector()
                .findPolymorphicTypeInfo(config, context.introspectClassAnnotations(type));
        JsonTypeInfo.Id id = info == null ? JsonTypeInfo.Id.NONE : info.getIdType();
        return id == JsonTypeInfo.Id.CLASS || id == JsonTypeInfo.Id.MINIMAL_CLASS
                ? type.getRawClass().getSimpleName() + " identifies its subtypes by " + id
                        + " (@JsonTypeInfo), and JSON with it is not read; use @JsonTypeInfo(use = Id.SIMPLE_NAME,"
                        + " property = \"kind\")"
                : null;
    }

    private static String cause(Class<?> type, RuntimeException e) {
        String closed = ClosedPackages.remedy(type);
        if (closed != null) {
            return closed;
        }
        return hasUnnamedParameters(type)
                ? type.getSimpleName() + CONSTRUCTOR
                : type.getSimpleName() + " cannot be read from JSON: " + failed(e);
    }

    /** Returns {@code true} if a creator has several parameters without names, because of which Jackson refuses the class. */
    private static boolean hasUnnamedParameters(Class<?> type) {
        return Stream.concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
                .filter(ReadableTypes::isCreator)
                .map(Executable::getParameters)
                .anyMatch(parameters -> parameters.length > 1
                        && Stream.of(parameters)
                                .anyMatch(parameter -> !parameter.isNamePresent()
                                        && !parameter.isAnnotationPresent(JsonProperty.class)
                                        && !parameter.isAnnotationPresent(JacksonInject.class)));
    }

    private static boolean isCreator(AnnotatedElement executable) {
        JsonCreator creator = executable.getAnnotation(JsonCreator.class);
        return creator != null && creator.mode() != JsonCreator.Mode.DISABLED;
    }

    /** Returns the problem with its place. The problem of a whole type begins with the type, which is not repeated. */
    private static String at(String path, String problem) {
        return problem.startsWith(path + " ") ? problem : path + ": " + problem;
    }

    private static String withoutTypeInformation(Class<?> type) {
        return type.getSimpleName() + " is " + (type.isInterface() ? "an interface" : "an abstract class")
                + ", and JSON does not say which " + (type.isInterface() ? "implementation" : "subclass")
                + " to read; annotate it with @JsonTypeInfo(use = Id.SIMPLE_NAME, property = \"kind\") and make it"
                + " sealed, or list its subtypes in @JsonSubTypes";
    }

    private @Nullable String problemOfSubtypes(JavaType type, String path) {
        for (NamedType subtype : context.getConfig()
                .getSubtypeResolver()
                .collectAndResolveSubtypesByClass(context.getConfig(), context.introspectClassAnnotations(type))) {
            if (subtype.getType() != type.getRawClass()) {
                JavaType resolved = context.constructSpecializedType(type, subtype.getType());
                String problem = problem(resolved, resolved.getRawClass().getSimpleName());
                if (problem != null) {
                    return path.equals(type.getRawClass().getSimpleName()) ? problem : path + ": " + problem;
                }
            }
        }
        return null;
    }

    private @Nullable String problemOfFields(JavaType type, BeanDeserializerBase bean, String path) {
        Class<?> raw = type.getRawClass();
        String reason = UnsupportedTypes.reasonOfBean(raw);
        if (reason != null) {
            return path + ": " + reason;
        }
        String identity = UnsupportedTypes.reasonOfIdentity(description(type));
        if (identity != null) {
            return at(path, identity);
        }
        String twice = TypeProperty.problem(context.getConfig(), description(type), names(bean));
        String unread = TypeProperty.unread(context.getConfig(), description(type), requiredNames(bean));
        if (twice != null || unread != null) {
            return path + "." + (twice != null ? twice : unread);
        }
        ValueInstantiator instantiator = bean.getValueInstantiator();
        if (instantiator.canCreateUsingDelegate() || instantiator.canCreateUsingArrayDelegate()) {
            return null;
        }
        boolean scalar = description(type).findJsonValueAccessor() != null;
        if (!scalar && !instantiator.canCreateFromObjectWith() && !instantiator.canCreateUsingDefault()) {
            return at(path, raw.getSimpleName() + CONSTRUCTOR);
        }
        String lost = bean instanceof BuilderBasedDeserializer
                ? null
                : OmittedProperties.finalField(written(type), names(bean));
        if (!scalar && lost != null) {
            return path + "." + lost;
        }
        String hidden = scalar || bean instanceof BuilderBasedDeserializer ? null : hiddenFields(type, bean);
        if (hidden != null) {
            return at(path, raw.getSimpleName() + " has fields, and JSON can set none of them: " + hidden + FIELDS);
        }
        String unwrapped = problemOfUnwrapping(type, path);
        return unwrapped != null ? unwrapped : problemOfProperties(bean, path);
    }

    /**
     * Returns the names of the fields of a class without a property that JSON can set; {@code null} if it has such a
     * property, or no field. Jackson would read every object as an instance without values.
     */
    private @Nullable String hiddenFields(JavaType type, BeanDeserializerBase bean) {
        BeanDescription description = description(type);
        if (!names(bean).isEmpty()
                || !description.findProperties().isEmpty()
                || description.findAnySetterAccessor() != null) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        for (Class<?> declaring = type.getRawClass(); declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                boolean ignored = field.isSynthetic()
                        || Modifier.isStatic(field.getModifiers())
                        || Modifier.isTransient(field.getModifiers())
                        || field.isAnnotationPresent(JsonIgnore.class);
                if (!ignored) {
                    fields.add(field.getName());
                }
            }
        }
        return fields.isEmpty() ? null : String.join(", ", fields);
    }

    /** Jackson writes other values than objects as if they were not unwrapped, and does not read them. */
    private @Nullable String problemOfUnwrapping(JavaType type, String path) {
        for (BeanPropertyDefinition property : description(type).findProperties()) {
            AnnotatedMember member = property.getPrimaryMember();
            JsonUnwrapped unwrapped = member == null ? null : member.getAnnotation(JsonUnwrapped.class);
            if (unwrapped != null
                    && unwrapped.enabled()
                    && !(context.findNonContextualValueDeserializer(property.getPrimaryType())
                            instanceof BeanDeserializerBase)) {
                return path + "." + property.getName()
                        + ": only objects can be unwrapped (@JsonUnwrapped); remove the annotation";
            }
        }
        return null;
    }

    private static Set<String> names(BeanDeserializerBase bean) {
        Set<String> names = new HashSet<>();
        bean.properties().forEachRemaining(property -> names.add(property.getName()));
        return names;
    }

    private static Set<String> requiredNames(BeanDeserializerBase bean) {
        Set<String> names = new HashSet<>();
        bean.properties().forEachRemaining(property -> {
            if (property.isRequired()) {
                names.add(property.getName());
            }
        });
        return names;
    }

    private @Nullable String problemOfProperties(BeanDeserializerBase bean, String path) {
        for (Iterator<SettableBeanProperty> all = bean.properties(); all.hasNext(); ) {
            SettableBeanProperty property = all.next();
            String name = path + "." + property.getName();
            JsonFormat format = property.getAnnotation(JsonFormat.class);
            String shape = format == null ? null : UnsupportedTypes.reasonOfFormat(property.getType(), format);
            if (shape == null && format != null) {
                shape = trial.problem(property, format);
            }
            if (shape != null) {
                return name + ": " + shape;
            }
            String omitted = property.getMember() == null
                    ? null
                    : OmittedProperties.ofProperty(context.getConfig(), property.getMember(), property.getType());
            if (omitted != null) {
                return name + ": " + omitted;
            }
            JsonRawValue raw = property.getAnnotation(JsonRawValue.class);
            if (raw != null && raw.value() && property.getAnnotation(JsonDeserialize.class) == null) {
                return name + ": @JsonRawValue is written as JSON, but it cannot be read; use"
                        + " dev.iii.sdk.json.Json as its type";
            }
            String problem =
                    property.getAnnotation(JsonDeserialize.class) != null ? null : problem(property.getType(), name);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** Looks for the problem in the fields of a class for which Jackson could not create a deserializer. */
    private @Nullable String problemOfProperties(JavaType type, String path) {
        try {
            for (BeanPropertyDefinition property : description(type).findProperties()) {
                String problem = problem(property.getPrimaryType(), path + "." + property.getName());
                if (problem != null) {
                    return problem;
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
        return null;
    }

    private BeanDescription written(JavaType type) {
        ClassIntrospector introspector = mapper.serializationConfig().classIntrospectorInstance();
        return introspector.introspectForSerialization(type, introspector.introspectClassAnnotations(type));
    }

    private BeanDescription description(JavaType type) {
        ClassIntrospector introspector = context.getConfig().classIntrospectorInstance();
        return introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type));
    }
}
