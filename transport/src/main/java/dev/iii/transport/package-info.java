/**
 * WebSocket connections, independent of the worker protocol.
 *
 * <p>Java-WebSocket does the handshake and encodes control frames. This package reads and writes the sockets and reads the
 * frames. One {@link dev.iii.transport.EventLoop} thread serves any number of connections. Any thread can send, and a
 * combining writer sends without blocking. {@link dev.iii.transport.Limits} are enforced for everything that a peer sends.
 *
 * <p>The public types are used in this order:
 *
 * <ul>
 *   <li>Client: {@link dev.iii.transport.EventLoop#connect} with a {@link dev.iii.transport.ConnectRequest} and a
 *       {@link dev.iii.transport.ConnectionListener}.
 *   <li>Server: {@link dev.iii.transport.WebSocketServer} with an {@link dev.iii.transport.UpgradeHandler}, which returns an
 *       {@link dev.iii.transport.UpgradeDecision} for each {@link dev.iii.transport.UpgradeRequest}.
 *   <li>Both: {@link dev.iii.transport.Connection} to send and to close, {@link dev.iii.transport.Closing} as the result.
 * </ul>
 *
 * <p>The other types, from the socket to the listener:
 *
 * <ul>
 *   <li>Event loop: {@code EventLoop}, {@code SocketReader}, {@code NameResolver}, {@code Acceptor}, {@code ConnectAttempt}.
 *   <li>Byte stream: {@code Wire}, {@code TlsWire}.
 *   <li>Upgrade of a server: {@code ServerUpgrade}. The WebSocket protocol itself is in
 *       {@code dev.iii.transport.websocket}.
 *   <li>Send queues: {@code Outbox}, {@code SendQueue}, {@code WireSink}.
 *   <li>Limits of one connection: {@link dev.iii.transport.Limits}. Limits that connections share: {@link
 *       dev.iii.transport.SharedLimits}, {@code MemoryBudget}, {@code HeldBytes}.
 *   <li>State of a connection: {@code ConnectionCore}, {@code ConnectionState}.
 *   <li>Addresses and log lines: {@link dev.iii.transport.HostAndPort}, {@link dev.iii.transport.LogLimiter}.
 * </ul>
 */
@NullMarked
package dev.iii.transport;

import org.jspecify.annotations.NullMarked;
