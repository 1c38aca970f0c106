/**
 * The decisions of a worker: connection, registrations, pending calls, offline queue, backoff, drain.
 *
 * <p>{@code on(input, now, out)} passes effects to {@code out} and does nothing else: this package uses no thread, socket, clock or lock. The
 * runtime calls it under one short lock and performs the effects. Every input and effect of a connection carries its
 * generation. Inputs of an old connection are dropped by that number, and in no other way.
 */
@NullMarked
package dev.iii.sdk.internal.session;

import org.jspecify.annotations.NullMarked;
