/** Outgoing calls: frames, attempts, and the threads that wait for results. */
@NullMarked
package dev.iii.sdk.internal.call;

import org.jspecify.annotations.NullMarked;
