/** The program that runs an engine: command line and log. */
@NullMarked
package dev.iii.stub.launcher;

import org.jspecify.annotations.NullMarked;
