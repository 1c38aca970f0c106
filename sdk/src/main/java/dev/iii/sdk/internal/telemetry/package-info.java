/** How calls become spans. Not part of the API: anything here may change. */
@NullMarked
package dev.iii.sdk.internal.telemetry;

import org.jspecify.annotations.NullMarked;
