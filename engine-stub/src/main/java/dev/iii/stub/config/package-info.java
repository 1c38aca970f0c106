/**
 * The real engine's {@code config.yaml}: environment variables, the list of workers, and their sections.
 *
 * <p>Every value knows the line it stands on, so that a mistake can be told with file, line and key.
 */
@NullMarked
package dev.iii.stub.config;

import org.jspecify.annotations.NullMarked;
