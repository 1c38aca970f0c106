/**
 * The seam between the worker protocol and the WebSocket library.
 *
 * <p>Java-WebSocket's {@code WebSocketImpl} and a draft derived from its {@code Draft_6455} do the handshake, the control
 * frames and the closing; this package reads and writes the sockets: one {@link dev.iii.transport.EventLoop} thread for
 * any number of connections, sending from any thread by a combining, non-blocking writer, and limits that hold.
 *
 * <p>Nothing here knows the worker protocol.
 */
@NullMarked
package dev.iii.transport;

import org.jspecify.annotations.NullMarked;
