package dev.iii.sdk.internal.jackson;

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/**
 * Walks through a type and the types of its fields, and finds the first one that JSON cannot express. Used once, while a
 * function is registered.
 */
abstract class TypeWalk {

    final ObjectMapper mapper;
    private final Set<JavaType> visited = new HashSet<>();

    TypeWalk(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws IllegalArgumentException if a type is unsupported; the message contains the field and the remedy */
    final void require(Type type) {
        JavaType root = mapper.constructType(type);
        String problem = problem(root, root.getRawClass().getSimpleName());
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** Returns the first problem with its path; {@code null} if there is none. */
    final @Nullable String problem(JavaType type, String path) {
        if (!visited.add(type)) {
            return null;
        }
        Class<?> raw = type.getRawClass();
        String reason = UnsupportedTypes.reason(raw);
        if (reason != null) {
            return path + ": " + reason;
        }
        if (raw == Object.class || Scalars.of(raw) != null) {
            return null;
        }
        if (type.isMapLikeType()) {
            String key = problemOfKey(type.getKeyType());
            String container = key != null ? path + ": " + key : problemOfContainer(type, path);
            return container != null ? container : problem(type.getContentType(), path + "{}");
        }
        if (type.isContainerType()) {
            String container = problemOfContainer(type, path);
            return container != null ? container : problem(type.getContentType(), path + "[]");
        }
        if (type.isReferenceType()) {
            return problem(type.getContentType(), path);
        }
        return problemOfBean(type, path);
    }

    /** Returns the problem of the key of a map; {@code null} if there is none. */
    abstract @Nullable String problemOfKey(JavaType type);

    /** Returns the problem of an array, a collection or a map, without its elements; {@code null} if there is none. */
    @Nullable
    String problemOfContainer(JavaType type, String path) {
        return null;
    }

    /** Returns the first problem of a class with fields; {@code null} if there is none. */
    abstract @Nullable String problemOfBean(JavaType type, String path);

    /**
     * Returns the cause for which Jackson cannot use a type: the package is not open, or what Jackson says. Its message
     * contains types, but no values.
     */
    static String failed(RuntimeException e) {
        String closed = ClosedPackages.remedy(e);
        String said = e instanceof DatabindException databind
                ? databind.getOriginalMessage()
                : String.valueOf(e.getMessage());
        return closed != null ? closed : said;
    }
}
