/**
 * Reads the real engine's {@code config.yaml}: environment variables, the list of workers, and their sections.
 *
 * <p>Each value contains its line, so that error messages can name the file, the line and the key.
 */
@NullMarked
package dev.iii.stub.config;

import org.jspecify.annotations.NullMarked;
