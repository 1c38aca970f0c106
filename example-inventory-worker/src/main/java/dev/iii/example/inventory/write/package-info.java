/**
 * The side that changes things: reads a command ({@link dev.iii.example.inventory.write.Requests}), carries it out against
 * the log ({@link dev.iii.example.inventory.write.CommandRunner}), says so to the world by a published event, and answers.
 *
 * <p>Views are not looked at here. They are behind by a moment, and who decides by them sells what is gone.
 */
@NullMarked
package dev.iii.example.inventory.write;

import org.jspecify.annotations.NullMarked;
