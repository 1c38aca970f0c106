package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.cfg.MapperConfig;

/** Finds properties with the name of the property that identifies the subtype. JSON would contain this name twice. */
final class TypeProperty {

    private TypeProperty() {}

    /**
     * Returns the problem of a required property from which the subtype is read: it gets no value; {@code null} if there is
     * none.
     *
     * @param required the names of the required properties
     */
    static @Nullable String unread(MapperConfig<?> config, BeanDescription type, Set<String> required) {
        JsonTypeInfo.Value info =
                config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type.getClassInfo());
        String name = info == null || info.getInclusionType() != JsonTypeInfo.As.EXISTING_PROPERTY ? null : name(info);
        return name != null && !info.getIdVisible() && required.contains(name)
                ? name + ": @JsonTypeInfo reads the subtype from this property, which gets no value then; add"
                        + " visible = true"
                : null;
    }

    private static @Nullable String name(JsonTypeInfo.Value info) {
        String given = info.getPropertyName();
        return given == null || given.isEmpty() ? info.getIdType().getDefaultPropertyName() : given;
    }

    /** Returns the property with its problem and the remedy; {@code null} if there is none. */
    static @Nullable String problem(MapperConfig<?> config, BeanDescription type, Set<String> properties) {
        JsonTypeInfo.Value info =
                config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type.getClassInfo());
        // A property can get the name itself.
        if (info == null || info.getInclusionType() != JsonTypeInfo.As.PROPERTY || info.getIdVisible()) {
            return null;
        }
        String name = name(info);
        return name != null && properties.contains(name)
                ? name + ": @JsonTypeInfo uses this name for the name of the subtype; rename the property, or use"
                        + " include = EXISTING_PROPERTY"
                : null;
    }
}
