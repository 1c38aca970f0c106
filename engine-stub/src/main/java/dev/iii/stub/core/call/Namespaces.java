package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;
import org.jspecify.annotations.Nullable;

/** Namespaces of functions and trigger types. A namespace may be absent but not blank (engine behaviour, section 4). */
public final class Namespaces {

    /** The namespace that is used if none is named. */
    public static final String DEFAULT = "default";

    private static final String INVALID = "INVALID_NAMESPACE";

    private Namespaces() {}

    /** Returns the error for a frame whose field is blank. */
    public static ErrorBody blank(String field) {
        return new ErrorBody(
                INVALID,
                "`" + field + "` is empty: it was named and left blank. Give it a name, or omit it to use `" + DEFAULT
                        + "`.");
    }

    /** Returns {@code true} if the namespace is present and blank. */
    public static boolean isBlank(@Nullable String namespace) {
        return namespace != null && namespace.isBlank();
    }

    /** Returns the namespace, or {@link #DEFAULT} if it is {@code null}. */
    public static String orDefault(@Nullable String namespace) {
        return namespace == null ? DEFAULT : namespace;
    }
}
