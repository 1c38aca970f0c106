/** OpenTelemetry for workers, sent to the engine's {@code /otel} socket. */
@NullMarked
package dev.iii.sdk.otel;

import org.jspecify.annotations.NullMarked;
