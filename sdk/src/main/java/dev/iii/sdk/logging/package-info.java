/** The mapped diagnostic context (MDC) of SLF4J. */
@NullMarked
package dev.iii.sdk.logging;

import org.jspecify.annotations.NullMarked;
