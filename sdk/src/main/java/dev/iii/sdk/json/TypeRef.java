package dev.iii.sdk.json;

import dev.iii.sdk.internal.check.Arguments;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that is known at run time: {@code new TypeRef<List<Item>>() {}}. {@link InputType} describes which values
 * are required when it is read. Immutable.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

    private final Type type;

    /**
     * Creates a reference to the type argument.
     *
     * @throws IllegalStateException if the type argument is missing
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType generic)) {
            throw new IllegalStateException("TypeRef needs a type argument: new TypeRef<List<Item>>() {}");
        }
        this.type = generic.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    private static final class Known<T> extends TypeRef<T> {
        Known(Type type) {
            super(type);
        }
    }

    /** Creates a reference to a type that is known only at run time, for example from reflection. */
    public static TypeRef<?> of(Type type) {
        return new Known<>(Arguments.notNull(type, "type"));
    }

    /** Creates a reference to a class without type parameters. */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new Known<>(Arguments.notNull(type, "type"));
    }

    /** Returns the type argument. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
