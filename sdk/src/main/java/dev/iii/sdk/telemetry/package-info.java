/** The telemetry of a worker: payloads in spans, and log lines. */
@NullMarked
package dev.iii.sdk.telemetry;

import org.jspecify.annotations.NullMarked;
