package dev.iii.sdk;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A generic type that survives to run time: {@code new TypeRef<List<Item>>() {}}. Immutable. What must
 * be there when it is read says {@link InputType}.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

    private final Type type;

    /** @throws IllegalStateException when the type argument is missing */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType generic)) {
            throw new IllegalStateException("TypeRef needs a type argument: new TypeRef<List<Item>>() {}");
        }
        this.type = generic.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    private static final class Known extends TypeRef<Object> {
        Known(Type type) {
            super(type);
        }
    }

    /** A type that is only known at run time, from reflection for example. */
    public static TypeRef<?> of(Type type) {
        return new Known(Checks.notNull(type, "type"));
    }

    /** The type argument of what a user gives. */
    static Type typeOf(@Nullable TypeRef<?> type, String name) {
        return Checks.notNull(type, name).type();
    }

    /** The type argument. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
