package dev.iii.stub.telemetry.data;

import org.jspecify.annotations.Nullable;

/**
 * The instrumentation that recorded something. Immutable.
 *
 * @param name for example the name of a library
 * @param version its version
 */
public record Scope(@Nullable String name, @Nullable String version) {

    /** Not told. */
    public static final Scope UNKNOWN = new Scope(null, null);
}
