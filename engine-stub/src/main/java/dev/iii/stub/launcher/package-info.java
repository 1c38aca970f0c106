/** The engine as a program of its own: command line and log. */
@NullMarked
package dev.iii.stub.launcher;

import org.jspecify.annotations.NullMarked;
