package dev.iii.sdk.validation;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts a path of Bean Validation to the path in the JSON, for example {@code lines[1].quantity}. */
final class JsonPath {

    private String path;
    /** The declared type of the value at the path. */
    private Type type;

    private JsonPath(String path, Type type) {
        this.path = path;
        this.type = type;
    }

    /**
     * Returns the path of a value inside a bean.
     *
     * @param prefix the path of the bean
     */
    static String of(Class<?> bean, String prefix, Path inside) {
        JsonPath json = new JsonPath(prefix, bean);
        inside.forEach(json::add);
        return json.path;
    }

    /** Returns the path of a field. */
    static String field(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void add(Path.Node node) {
        enterContainer(node);
        if (node.isInIterable()) {
            if (node.getIndex() != null) {
                path += "[" + node.getIndex() + "]";
            } else if (node.getKey() != null) {
                path = field(path, String.valueOf(node.getKey()));
            }
        }
        String name = node.getName();
        if (node.getKind() == ElementKind.PROPERTY && name != null) {
            Class<?> owner = raw(type);
            path = field(path, jsonName(owner, name));
            type = typeOf(owner, name);
        }
    }

    /** The container of an element is named by the node of the element, not by the node of the container. */
    private void enterContainer(Path.Node node) {
        Integer index = null;
        if (node.getKind() == ElementKind.PROPERTY) {
            index = node.as(Path.PropertyNode.class).getTypeArgumentIndex();
        } else if (node.getKind() == ElementKind.CONTAINER_ELEMENT) {
            index = node.as(Path.ContainerElementNode.class).getTypeArgumentIndex();
        }
        if (index != null
                && type instanceof ParameterizedType generic
                && index < generic.getActualTypeArguments().length) {
            type = generic.getActualTypeArguments()[index];
        } else if (type instanceof GenericArrayType array) {
            type = array.getGenericComponentType();
        } else if (type instanceof Class<?> raw && raw.isArray()) {
            type = raw.getComponentType();
        }
    }

    private static Class<?> raw(Type type) {
        return type instanceof Class<?> raw
                ? raw
                : type instanceof ParameterizedType generic ? raw(generic.getRawType()) : Object.class;
    }

    private static Type typeOf(Class<?> owner, String name) {
        Field field = fieldOf(owner, name);
        if (field != null) {
            return field.getGenericType();
        }
        Method getter = getterOf(owner, name);
        return getter == null ? Object.class : getter.getGenericReturnType();
    }

    private static String jsonName(Class<?> owner, String name) {
        String own = named(fieldOf(owner, name));
        if (own == null) {
            own = named(getterOf(owner, name));
        }
        return own == null ? name : own;
    }

    private static @Nullable String named(@Nullable AccessibleObject member) {
        JsonProperty property = member == null ? null : member.getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? null : property.value();
    }

    private static @Nullable Field fieldOf(Class<?> owner, String name) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    private static @Nullable Method getterOf(Class<?> owner, String name) {
        String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        Set<String> names = Set.of(name, "get" + capitalized, "is" + capitalized);
        for (Method method : owner.getMethods()) {
            if (method.getParameterCount() == 0 && names.contains(method.getName())) {
                return method;
            }
        }
        return null;
    }
}
