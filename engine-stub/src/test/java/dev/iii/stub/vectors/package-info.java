/**
 * Replays the recorded conformance vectors ({@code src/test/resources/vectors}) against the stub or any running engine.
 *
 * <p>Nothing here uses the project's own protocol or transport: sockets are the JDK's and frames are plain JSON trees, so
 * that a mistake which client and server share cannot cancel out.
 */
@NullMarked
package dev.iii.stub.vectors;

import org.jspecify.annotations.NullMarked;
