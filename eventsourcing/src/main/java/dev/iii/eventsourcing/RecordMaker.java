package dev.iii.eventsourcing;

import dev.iii.eventsourcing.Payload.Field;
import dev.iii.eventsourcing.Payload.Values;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates a record from the fields of a {@link Payload} with the names of its components. Immutable and thread-safe.
 *
 * @param <T> the type of the record
 */
final class RecordMaker<T extends Record> implements Function<Values, T> {

    private final Constructor<T> constructor;
    private final List<Component> components;

    /** A component and the field with its name. */
    private record Component(Class<?> type, Field<?> field) {

        /** Returns {@code true} if the component can have all values of the field, and can show that the field is missing. */
        boolean fits() {
            if (type == Optional.class) {
                return field.isOptional();
            }
            if (type.isPrimitive() && field.isOptional()) {
                return false;
            }
            return type.isAssignableFrom(field.type())
                    || (field.type() == Boolean.class && type == boolean.class)
                    || (field.type() == Long.class && type == long.class)
                    || (field.isInt() && isInt());
        }

        private boolean isInt() {
            return type == int.class || type == Integer.class;
        }

        @Nullable
        Object value(Values values) {
            Optional<?> value = values.find(field);
            if (type == Optional.class) {
                return value;
            }
            Object read = value.orElse(null);
            return isInt() && read instanceof Long number ? (Object) number.intValue() : read;
        }
    }

    /** @throws IllegalArgumentException if the fields and the components do not fit */
    RecordMaker(Class<T> type, List<Field<?>> fields) {
        Map<String, Field<?>> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.name(), field));
        RecordComponent[] declared = type.getRecordComponents();
        this.components = Arrays.stream(declared)
                .map(component -> component(type, component, byName.remove(component.getName())))
                .toList();
        if (!byName.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no component for the fields " + byName.keySet());
        }
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type.getName(), e);
        }
    }

    private static Component component(Class<?> record, RecordComponent component, @Nullable Field<?> field) {
        String name = record.getName() + "." + component.getName();
        if (field == null) {
            throw new IllegalArgumentException("no field of the payload is for " + name);
        }
        Component fitting = new Component(component.getType(), field);
        if (!fitting.fits()) {
            throw new IllegalArgumentException(
                    name + " is " + component.getType().getSimpleName()
                            + "; it must have the type " + field.type().getSimpleName() + " of its field"
                            + (field.isOptional() ? ", or Optional, because the field is optional" : ""));
        }
        return fitting;
    }

    @Override
    public T apply(Values values) {
        try {
            return constructor.newInstance(components.stream()
                    .map(component -> component.value(values))
                    .toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("the constructor of the record has failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record cannot be created", e);
        }
    }
}
