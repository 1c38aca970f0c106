/**
 * What carries out the session's decisions: the lock around it, the socket loop, the timer, the threads of handlers.
 * Thin, and without an opinion of its own.
 */
@NullMarked
package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.NullMarked;
