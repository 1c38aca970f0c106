package dev.iii.sdk.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** Creates the readers that are named by {@link ReadBy}. */
final class PayloadReaders {

    private PayloadReaders() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the annotated type names its own reader
    static <T> PayloadReader<T> of(Class<? extends PayloadReader<?>> type) {
        try {
            Constructor<? extends PayloadReader<?>> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (PayloadReader<T>) constructor.newInstance();
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "the reader " + type.getName()
                            + " needs a constructor without parameters that is accessible to the SDK",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "the constructor of the reader " + type.getName() + " failed", e.getCause());
        }
    }
}
