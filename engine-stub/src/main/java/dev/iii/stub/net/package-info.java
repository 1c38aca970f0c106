/**
 * The worker port. It connects WebSocket connections to {@link dev.iii.stub.core.worker.OutboundConnection} of the core.
 *
 * <p>Received bytes are decoded to frames on the event loop of the connection. Frames are encoded to bytes on the
 * thread that sends them.
 */
@NullMarked
package dev.iii.stub.net;

import org.jspecify.annotations.NullMarked;
