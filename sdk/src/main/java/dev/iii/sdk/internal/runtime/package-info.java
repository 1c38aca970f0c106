/**
 * Executes the decisions of the session. Contains the lock of the session, the handler threads and the callback threads. Uses the event
 * loop of the transport for the socket and for time. Makes no decisions itself.
 */
@NullMarked
package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.NullMarked;
