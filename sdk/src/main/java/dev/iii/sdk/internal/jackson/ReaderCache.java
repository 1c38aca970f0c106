package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.check.Arguments;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.ObjectReader;

/** Caches one reader per type, because creating a reader takes longer than reading a small payload. Thread-safe. */
final class ReaderCache {

    /** The maximum number of cached readers. Only a program that creates types at run time has more types. */
    private static final int MAX_READERS = 2048;

    private final ObjectReader base;
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    ReaderCache(ObjectReader base) {
        this.base = base;
    }

    ObjectReader of(Type type) {
        ObjectReader cached = readers.get(Arguments.notNull(type, "type"));
        if (cached != null) {
            return cached;
        }
        ObjectReader created = base.forType(base.typeFactory().constructType(type));
        if (readers.size() < MAX_READERS) {
            readers.put(type, created);
        }
        return created;
    }
}
