/**
 * The command side. It reads a command ({@link dev.iii.example.inventory.write.Requests}), executes it against the log
 * ({@link dev.iii.example.inventory.write.CommandRunner}), publishes the event and returns the result.
 *
 * <p>Commands do not read the views. A view is slightly behind the log, so a decision based on it could oversell.
 */
@NullMarked
package dev.iii.example.inventory.write;

import org.jspecify.annotations.NullMarked;
