/** What a worker tells about itself: spans, captured payloads and log lines. */
@NullMarked
package dev.iii.sdk.telemetry;

import org.jspecify.annotations.NullMarked;
