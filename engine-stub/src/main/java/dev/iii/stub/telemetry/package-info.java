/**
 * Telemetry: receives spans, logs and metrics of workers, creates the spans of the engine, stores all of them within
 * limits, and provides functions to read them (engine behaviour, section 18).
 */
@NullMarked
package dev.iii.stub.telemetry;

import org.jspecify.annotations.NullMarked;
