package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/** Finds properties that would be lost on their way: those that are not written, or written and not read. */
final class OmittedProperties {

    private OmittedProperties() {}

    /**
     * Returns why the annotations of a property make its type unreadable: they omit a required property of the type. Returns
     * {@code null} if they do not.
     */
    static @Nullable String ofProperty(DeserializationConfig config, AnnotatedMember member, JavaType type) {
        JsonIgnoreProperties ignored = member.getAnnotation(JsonIgnoreProperties.class);
        JsonIncludeProperties included = member.getAnnotation(JsonIncludeProperties.class);
        if (ignored == null && included == null) {
            return null;
        }
        JavaType content = type;
        while (content.getContentType() != null) {
            content = content.getContentType();
        }
        String name = RequiredFields.parameters(config, content).entrySet().stream()
                .filter(parameter -> RequiredFields.isMandatory(config, parameter.getValue()))
                .map(Map.Entry::getKey)
                .filter(required -> (ignored != null && List.of(ignored.value()).contains(required))
                        || (included != null && !List.of(included.value()).contains(required)))
                .sorted()
                .findFirst()
                .orElse(null);
        return name == null
                ? null
                : (ignored != null ? "@JsonIgnoreProperties" : "@JsonIncludeProperties") + " omits " + name + ", which "
                        + content.getRawClass().getSimpleName()
                        + " requires; annotate that with @Nullable, or use a type without it";
    }

    /**
     * Returns the path of a field that is written and cannot be read because it is final, and the remedy. Returns {@code null}
     * if there is none. A field of a simple type counts as a constant.
     *
     * @param written the description of the class when it is written
     * @param read the names of the properties that are read
     */
    static @Nullable String finalField(BeanDescription written, Set<String> read) {
        if (written.isRecordType()) {
            return null;
        }
        JsonIgnoreProperties ignored = written.getClassInfo().getAnnotation(JsonIgnoreProperties.class);
        for (BeanPropertyDefinition property : written.findProperties()) {
            Field field = field(written.getBeanClass(), property.getInternalName());
            if (field != null
                    && property.couldSerialize()
                    && !read.contains(property.getName())
                    && Modifier.isFinal(field.getModifiers())
                    && !Modifier.isStatic(field.getModifiers())
                    && !isConstant(field.getType())
                    && !isReadOnly(property)
                    && (ignored == null || !List.of(ignored.value()).contains(property.getName()))) {
                return property.getName()
                        + ": it is written, but it cannot be read, because the field is final; make it a parameter of the"
                        + " constructor (@JsonCreator), make it non-final, or annotate it with @JsonIgnore";
            }
        }
        return null;
    }

    private static boolean isConstant(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || type == String.class;
    }

    private static boolean isReadOnly(BeanPropertyDefinition property) {
        JsonProperty annotation = property.getPrimaryMember().getAnnotation(JsonProperty.class);
        return annotation != null && annotation.access() == JsonProperty.Access.READ_ONLY;
    }

    private static @Nullable Field field(Class<?> type, String name) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }
}
