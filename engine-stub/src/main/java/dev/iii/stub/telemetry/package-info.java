/**
 * Telemetry: takes spans, logs and metrics of workers, makes the spans of the engine, keeps all of it within limits and
 * lets it be read (engine behaviour, section 18).
 */
@NullMarked
package dev.iii.stub.telemetry;

import org.jspecify.annotations.NullMarked;
