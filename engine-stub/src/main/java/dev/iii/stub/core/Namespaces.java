package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;
import org.jspecify.annotations.Nullable;

/** The rule that a namespace may be absent but not empty (engine behaviour, section 4). */
final class Namespaces {

    static final String INVALID = "INVALID_NAMESPACE";

    private Namespaces() {}

    /** What the sender of a frame gets whose field is blank. */
    static ErrorBody blank(String field) {
        return new ErrorBody(
                INVALID,
                "`" + field + "` is empty: it was named and left blank. Give it a name, or omit it to use `"
                        + Engine.DEFAULT_NAMESPACE + "`.");
    }

    static boolean isBlank(@Nullable String namespace) {
        return namespace != null && namespace.isBlank();
    }

    static String orDefault(@Nullable String namespace) {
        return namespace == null ? Engine.DEFAULT_NAMESPACE : namespace;
    }
}
