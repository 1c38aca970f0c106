/**
 * Executes the decisions of the session. Contains the session lock, the socket loop, the timer, the handler threads and the
 * callback threads. Makes no decisions itself.
 */
@NullMarked
package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.NullMarked;
