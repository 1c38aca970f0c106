package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.jdk.AtomicReferenceDeserializer;
import tools.jackson.databind.ext.jdk8.Jdk8OptionalDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.ReferenceType;

/**
 * An {@code Optional} or {@code AtomicReference} of a type of which one value is written as JSON null, for example {@code
 * Optional<Json>}. JSON null is read as the empty reference, and a reference to such a value is not written.
 */
final class NullReferences {

    private static final Set<Class<?>> WITH_NULL = Set.of(
            Json.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            AtomicReference.class);

    private NullReferences() {}

    private static boolean hasNull(@Nullable JavaType content) {
        return content != null
                && (WITH_NULL.contains(content.getRawClass()) || content.isTypeOrSubTypeOf(JsonNode.class));
    }

    /** Returns a serializer that refuses references to values that are written as null; for other types the same one. */
    static ValueSerializer<?> writing(JavaType type, ValueSerializer<?> plain) {
        JavaType content = type.getReferencedType();
        return type.isReferenceType() && (hasNull(content) || content.isJavaLangObject())
                ? new Serializer(type, plain)
                : plain;
    }

    /** Returns the module that reads null as the empty reference. */
    static JacksonModule reading() {
        return new SimpleModule("iii-null-references") {

            private static final long serialVersionUID = 1;

            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addDeserializers(new Reading());
            }
        };
    }

    private static final class Reading extends Deserializers.Base {

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return false;
        }

        @Override
        public @Nullable ValueDeserializer<?> findReferenceDeserializer(
                ReferenceType type,
                DeserializationConfig config,
                BeanDescription.Supplier description,
                @Nullable TypeDeserializer contentTypes,
                @Nullable ValueDeserializer<?> content) {
            if (!hasNull(type.getReferencedType())) {
                return null;
            }
            if (type.hasRawClass(Optional.class)) {
                return new OptionalDeserializer(type, contentTypes, content);
            }
            return type.hasRawClass(AtomicReference.class) ? new AtomicDeserializer(type, contentTypes, content) : null;
        }
    }

    private static boolean isWrittenAsNull(@Nullable Object value) {
        return (value instanceof Json json && json.isNull())
                || (value instanceof JsonNode node && (node.isNull() || node.isMissingNode()))
                || (value instanceof Optional<?> optional && optional.isEmpty())
                || (value instanceof OptionalInt optional && optional.isEmpty())
                || (value instanceof OptionalLong optional && optional.isEmpty())
                || (value instanceof OptionalDouble optional && optional.isEmpty())
                || (value instanceof AtomicReference<?> reference && reference.get() == null);
    }

    private static final class Serializer extends CheckingSerializer {

        Serializer(JavaType type, ValueSerializer<?> plain) {
            super(type, plain);
        }

        @Override
        public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
            return new Serializer(type, plainFor(context, property));
        }

        @Override
        void check(Object value, JsonGenerator generator) {
            Object content = value instanceof Optional<?> optional
                    ? optional.orElse(null)
                    : value instanceof AtomicReference<?> reference ? reference.get() : null;
            if (isWrittenAsNull(content)) {
                throw new UnwritableException(
                        generator,
                        "it refers to a value that is JSON null, which is read as an empty "
                                + type.getRawClass().getSimpleName() + "; use an empty one");
            }
        }
    }

    private static final class OptionalDeserializer extends Jdk8OptionalDeserializer {

        OptionalDeserializer(
                JavaType type, @Nullable TypeDeserializer contentTypes, @Nullable ValueDeserializer<?> content) {
            super(type, null, contentTypes, content);
        }

        @Override
        public Jdk8OptionalDeserializer withResolved(
                @Nullable TypeDeserializer contentTypes, @Nullable ValueDeserializer<?> content) {
            return new OptionalDeserializer(_fullType, contentTypes, content);
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Optional.empty();
        }
    }

    private static final class AtomicDeserializer extends AtomicReferenceDeserializer {

        AtomicDeserializer(
                JavaType type, @Nullable TypeDeserializer contentTypes, @Nullable ValueDeserializer<?> content) {
            super(type, null, contentTypes, content);
        }

        @Override
        public AtomicReferenceDeserializer withResolved(
                @Nullable TypeDeserializer contentTypes, @Nullable ValueDeserializer<?> content) {
            return new AtomicDeserializer(_fullType, contentTypes, content);
        }

        @Override
        public AtomicReference<Object> getNullValue(DeserializationContext context) {
            return new AtomicReference<>();
        }
    }
}
