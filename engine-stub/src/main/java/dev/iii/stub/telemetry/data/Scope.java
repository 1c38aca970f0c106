package dev.iii.stub.telemetry.data;

import org.jspecify.annotations.Nullable;

/**
 * The instrumentation that created a record. Immutable.
 *
 * @param name the name, for example of a library; {@code null} if unknown
 * @param version the version; {@code null} if unknown
 */
public record Scope(@Nullable String name, @Nullable String version) {

    /** An unknown instrumentation. */
    public static final Scope UNKNOWN = new Scope(null, null);
}
