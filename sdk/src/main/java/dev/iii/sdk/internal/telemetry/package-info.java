/** Spans for invocations, and redaction of payloads. */
@NullMarked
package dev.iii.sdk.internal.telemetry;

import org.jspecify.annotations.NullMarked;
