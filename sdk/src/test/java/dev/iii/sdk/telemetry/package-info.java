@NullMarked
package dev.iii.sdk.telemetry;

import org.jspecify.annotations.NullMarked;
