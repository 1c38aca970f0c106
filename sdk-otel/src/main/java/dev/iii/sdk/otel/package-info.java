/** An OpenTelemetry SDK for workers. It sends telemetry to the engine's {@code /otel} socket. */
@NullMarked
package dev.iii.sdk.otel;

import org.jspecify.annotations.NullMarked;
