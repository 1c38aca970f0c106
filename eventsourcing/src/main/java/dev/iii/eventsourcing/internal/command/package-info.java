/** Executes commands: remembers the ends of logs, runs the protocol of the log, and answers. */
@NullMarked
package dev.iii.eventsourcing.internal.command;

import org.jspecify.annotations.NullMarked;
