/**
 * The decisions of a worker: connection, registrations, pending calls, offline queue, backoff, drain.
 *
 * <p>Pure: {@code on(input, now)} gives effects. No thread, no socket, no clock, no lock; the runtime calls it under one
 * short lock and carries the effects out. Every input and effect that belongs to a connection carries its generation,
 * and what belongs to an old one is dropped by that number, nowhere else.
 */
@NullMarked
package dev.iii.sdk.internal.session;

import org.jspecify.annotations.NullMarked;
