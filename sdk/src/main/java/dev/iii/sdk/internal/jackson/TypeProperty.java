package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.cfg.MapperConfig;

/** Finds properties with the name of the property that identifies the subtype. JSON would contain this name twice. */
final class TypeProperty {

    private TypeProperty() {}

    /** Returns the property with its problem and the remedy; {@code null} if there is none. */
    static @Nullable String problem(MapperConfig<?> config, BeanDescription type, Set<String> properties) {
        JsonTypeInfo.Value info =
                config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type.getClassInfo());
        // A property can get the name itself.
        if (info == null || info.getInclusionType() != JsonTypeInfo.As.PROPERTY || info.getIdVisible()) {
            return null;
        }
        String given = info.getPropertyName();
        String name = given == null || given.isEmpty() ? info.getIdType().getDefaultPropertyName() : given;
        return name != null && properties.contains(name)
                ? name + ": @JsonTypeInfo uses this name for the name of the subtype; rename the property, or use"
                        + " include = EXISTING_PROPERTY"
                : null;
    }
}
