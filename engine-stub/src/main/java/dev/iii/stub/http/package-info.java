/**
 * HTTP triggers: routes on a separate port (engine behaviour, section 14).
 *
 * <p>A request occupies no thread while its function runs. Each step continues on the thread that delivers the result
 * of the previous step.
 *
 * <p>Differences from the real engine:
 *
 * <ul>
 *   <li>An {@code api_path} that breaks the real engine is rejected; the message names the segment and the remedy. A
 *       route is also rejected if it matches the same paths as another route but has other parameter names, regardless
 *       of the methods. The same applies if it matches all remaining segments where another route matches one.
 *   <li>A JSON body that does not fit into one message to a worker gets status 413. Any other body may have any size.
 *   <li>The server sets {@code content-length}, {@code transfer-encoding} and other headers that frame a message. These
 *       headers of a function are omitted.
 *   <li>The method names in {@code allow} always have the same order.
 * </ul>
 */
@NullMarked
package dev.iii.stub.http;

import org.jspecify.annotations.NullMarked;
