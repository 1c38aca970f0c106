/** The telemetry that an engine has stored, for tests that embed an engine (engine behaviour, section 18). */
@NullMarked
package dev.iii.stub.telemetry.data;

import org.jspecify.annotations.NullMarked;
