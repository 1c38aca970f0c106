package dev.iii.sdk.internal.jackson;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.ObjectReader;

/** A reader for each type, made once: looking its parts up costs more than reading a small payload. Thread-safe. */
final class TypedReaders {

    /** More types than any program has, unless it makes them as it goes. */
    private static final int MOST = 2048;

    private final ObjectReader base;
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    TypedReaders(ObjectReader base) {
        this.base = base;
    }

    ObjectReader of(Type type) {
        ObjectReader known = readers.get(type);
        if (known != null) {
            return known;
        }
        ObjectReader made = base.forType(base.typeFactory().constructType(type));
        if (readers.size() < MOST) {
            readers.put(type, made);
        }
        return made;
    }
}
