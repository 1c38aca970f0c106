package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.json.Json;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Copies of a value, or of its JSON, in which one part is null. */
final class NullVariants {

    private NullVariants() {}

    /** Returns copies of a value with null in one component, element or map value that can be null, at any depth. */
    static List<Object> of(@Nullable Object value) {
        if (value instanceof Record record) {
            return ofRecord(record);
        }
        if (value instanceof Optional<?> optional) {
            return copies(optional.map(NullVariants::of).orElse(List.of()), Optional::of);
        }
        if (value instanceof AtomicReference<?> reference) {
            List<Object> variants = copies(of(reference.get()), AtomicReference::new);
            variants.add(new AtomicReference<>());
            return variants;
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        if (value instanceof Object[] array) {
            return copies(ofElements(Arrays.asList(array)), elements -> array(array.getClass(), (List<?>) elements));
        }
        if (value instanceof SortedSet<?> || value instanceof EnumSet<?>) {
            return List.of();
        }
        if (value instanceof List<?> || value instanceof Set<?>) {
            List<Object> variants = ofElements(List.copyOf((Collection<?>) value));
            return value instanceof List<?>
                    ? variants
                    : copies(variants, elements -> new LinkedHashSet<>((List<?>) elements));
        }
        return List.of();
    }

    private static List<Object> copies(List<Object> variants, Function<Object, Object> change) {
        List<Object> changed = new ArrayList<>();
        variants.forEach(variant -> changed.add(change.apply(variant)));
        return changed;
    }

    private static List<Object> ofRecord(Record record) {
        List<Object> variants = new ArrayList<>();
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object[] values = values(record, components);
            for (Object part : of(values[i])) {
                variants.add(record(record, components, i, part));
            }
            if (!components[i].getType().isPrimitive()) {
                variants.add(record(record, components, i, null));
            }
        }
        return variants;
    }

    private static @Nullable Object[] values(Record record, RecordComponent[] components) {
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            try {
                components[i].getAccessor().setAccessible(true);
                values[i] = components[i].getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }

    private static Record record(Record record, RecordComponent[] components, int index, @Nullable Object value) {
        @Nullable Object[] values = values(record, components);
        values[index] = value;
        try {
            Constructor<? extends Record> constructor = record.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> ofMap(Map<?, ?> map) {
        List<Object> variants = new ArrayList<>();
        map.forEach((key, value) -> {
            for (Object part : of(value)) {
                variants.add(entry(map, key, part));
            }
            if (!(map instanceof ConcurrentMap<?, ?>)) {
                variants.add(entry(map, key, null));
            }
        });
        return variants;
    }

    private static Map<Object, @Nullable Object> entry(Map<?, ?> map, Object key, @Nullable Object value) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static List<Object> ofElements(List<?> elements) {
        List<Object> variants = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            for (Object part : of(elements.get(i))) {
                variants.add(element(elements, i, part));
            }
            variants.add(element(elements, i, null));
        }
        return variants;
    }

    private static List<@Nullable Object> element(List<?> elements, int index, @Nullable Object value) {
        List<@Nullable Object> copy = new ArrayList<>(elements);
        copy.set(index, value);
        return copy;
    }

    private static Object array(Class<?> type, List<?> elements) {
        return elements.toArray((Object[]) Array.newInstance(type.getComponentType(), elements.size()));
    }

    /** Returns copies of a document with null as one value, at any depth. */
    static List<Json> ofJson(Json json) {
        List<Json> variants = new ArrayList<>();
        Map<String, Json> fields = json.fields();
        fields.forEach((name, value) -> {
            Map<String, Json> copy = new LinkedHashMap<>(fields);
            List<Json> parts = new ArrayList<>(ofJson(value));
            parts.add(Json.NULL);
            parts.forEach(part -> {
                copy.put(name, part);
                variants.add(Json.object(copy));
            });
        });
        List<Json> elements = json.elements();
        for (int i = 0; i < elements.size(); i++) {
            List<Json> parts = new ArrayList<>(ofJson(elements.get(i)));
            parts.add(Json.NULL);
            for (Json part : parts) {
                List<Json> copy = new ArrayList<>(elements);
                copy.set(i, part);
                variants.add(Json.array(copy));
            }
        }
        return variants;
    }

    /** Returns the document with null at a path such as {@code lines[1].sku}; {@code null} if it has no such place. */
    static @Nullable Json nullAt(Json json, String path) {
        if (path.isEmpty()) {
            return Json.NULL;
        }
        if (path.startsWith("[")) {
            int end = path.indexOf(']');
            int index = Integer.parseInt(path.substring(1, end));
            List<Json> elements = new ArrayList<>(json.elements());
            Json changed = index < elements.size() ? nullAt(elements.get(index), rest(path, end + 1)) : null;
            if (changed == null) {
                return null;
            }
            elements.set(index, changed);
            return Json.array(elements);
        }
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        String name = path.substring(0, end);
        Map<String, Json> fields = new LinkedHashMap<>(json.fields());
        Json changed = fields.containsKey(name) ? nullAt(json.field(name), rest(path, end)) : null;
        if (changed == null) {
            return null;
        }
        fields.put(name, changed);
        return Json.object(fields);
    }

    private static String rest(String path, int from) {
        return path.startsWith(".", from) ? path.substring(from + 1) : path.substring(from);
    }
}
