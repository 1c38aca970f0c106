/**
 * The worker port: WebSocket connections on one side, the core's {@link dev.iii.stub.core.Peer} on the other.
 *
 * <p>Bytes are decoded to frames and frames encoded to bytes here, on the thread of the event loop that read them.
 */
@NullMarked
package dev.iii.stub.net;

import org.jspecify.annotations.NullMarked;
