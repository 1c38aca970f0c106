/**
 * HTTP triggers: routes on a port of their own (engine behaviour, section 14).
 *
 * <p>A request costs no thread while its function works: every step hands over to the next one when its answer comes.
 *
 * <p>Where this is not the real engine:
 *
 * <ul>
 *   <li>An {@code api_path} that breaks the real engine is refused, with the segment and a remedy. So is one that matches
 *       the same paths as another route but names its parameters differently, whatever the methods are, and one that takes
 *       all segments where another route takes one.
 *   <li>A JSON body that does not fit into a message to a worker is answered with 413; any other body may be of any size.
 *   <li>{@code content-length}, {@code transfer-encoding} and other headers that frame a message are the server's: those of
 *       a function are left out.
 *   <li>The names of methods in {@code allow} always stand in the same order.
 * </ul>
 */
@NullMarked
package dev.iii.stub.http;

import org.jspecify.annotations.NullMarked;
