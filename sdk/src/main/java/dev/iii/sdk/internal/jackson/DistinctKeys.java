package dev.iii.sdk.internal.jackson;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ContextualKeyDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Refuses a JSON object in which two names are the same key of a map, for example {@code "1"} and {@code "1.0"} for a {@code
 * Map<Double, …>}: one of the two values would be lost.
 */
final class DistinctKeys {

    /** The keys of the map that is being read. */
    private static final Object KEYS = new Object();

    private DistinctKeys() {}

    private static boolean apply(@Nullable JavaType key) {
        return key != null && !key.hasRawClass(String.class) && !key.isJavaLangObject();
    }

    /** Returns a deserializer that checks the keys of a map; for maps whose keys are strings the same one. */
    static ValueDeserializer<?> of(JavaType map, ValueDeserializer<?> plain) {
        return apply(map.getKeyType()) ? new OfMap(plain) : plain;
    }

    /** Returns a deserializer that compares a key with the previous ones; for strings the same one. */
    static KeyDeserializer ofKey(JavaType key, KeyDeserializer plain) {
        return apply(key) ? new Key(plain) : plain;
    }

    /** The deserializer of a map. */
    static final class OfMap extends DelegatingDeserializer {

        OfMap(ValueDeserializer<?> plain) {
            super(plain);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> plain) {
            return new OfMap(plain);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            Object outer = context.getAttribute(KEYS);
            context.setAttribute(KEYS, new HashSet<>());
            try {
                return super.deserialize(parser, context);
            } finally {
                // The map may be a value of another one.
                context.setAttribute(KEYS, outer);
            }
        }
    }

    private static final class Key extends KeyDeserializer implements ContextualKeyDeserializer {

        private final KeyDeserializer plain;

        Key(KeyDeserializer plain) {
            this.plain = plain;
        }

        @Override
        public KeyDeserializer createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return plain instanceof ContextualKeyDeserializer contextual
                    ? new Key(contextual.createContextual(context, property))
                    : this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable Object deserializeKey(String name, DeserializationContext context) {
            Object key = plain.deserializeKey(name, context);
            Set<Object> keys = (Set<Object>) context.getAttribute(KEYS);
            if (keys != null && key != null && !keys.add(key)) {
                throw new SameKeyException(context.getParser());
            }
            return key;
        }
    }

    /** Two names of an object are the same key. */
    static final class SameKeyException extends DatabindException {

        private static final long serialVersionUID = 1;

        SameKeyException(@Nullable JsonParser parser) {
            super(parser, "two names are the same key");
        }
    }
}
