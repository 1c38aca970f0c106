/** Runs the handlers of functions: limits, payloads, results and HTTP responses. */
@NullMarked
package dev.iii.sdk.internal.invocation;

import org.jspecify.annotations.NullMarked;
