/**
 * The rules of the event log: which entries count, how a log is read, and how an entry is appended. Pure: it has no I/O, no
 * thread, no clock and no type of the SDK, so that a test can search all interleavings of several writers.
 */
@NullMarked
package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.NullMarked;
