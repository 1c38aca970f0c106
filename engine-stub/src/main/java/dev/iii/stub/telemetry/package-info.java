/** What workers tell about themselves while they run: log lines, baggage, and whether the engine is well (engine behaviour, section 18). */
@NullMarked
package dev.iii.stub.telemetry;

import org.jspecify.annotations.NullMarked;
