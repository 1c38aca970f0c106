package dev.iii.sdk.internal.jackson;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;

/** Refuses a map with {@code @JsonAnyGetter} that contains the name of a property: JSON would contain this name twice. */
final class AnyGetterNames extends CheckingSerializer {

    private final AnnotatedMember map;
    private final Set<String> properties;

    private AnyGetterNames(JavaType type, ValueSerializer<?> plain, AnnotatedMember map, Set<String> properties) {
        super(type, plain);
        this.map = map;
        this.properties = properties;
    }

    /** Returns a serializer that checks the names; the same serializer if the class has no such map. */
    static ValueSerializer<?> of(JavaType type, ValueSerializer<?> plain, @Nullable AnnotatedMember map) {
        if (map == null) {
            return plain;
        }
        Set<String> properties = new HashSet<>();
        plain.properties().forEachRemaining(property -> properties.add(property.getName()));
        return new AnyGetterNames(type, plain, map, properties);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return new AnyGetterNames(type, plainFor(context, property), map, properties);
    }

    @Override
    void check(Object value, JsonGenerator generator) {
        if (map.getValue(value) instanceof Map<?, ?> entries) {
            for (Object key : entries.keySet()) {
                if (key != null && properties.contains(key.toString())) {
                    throw new UnwritableException(
                            generator,
                            "the map with @JsonAnyGetter contains " + key
                                    + ", which is the name of a property; remove it from the map");
                }
            }
        }
    }
}
