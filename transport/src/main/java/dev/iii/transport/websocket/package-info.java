/**
 * The WebSocket protocol of one connection: the upgrade, reading frames, masking and UTF-8. Uses neither sockets nor
 * threads: bytes are passed in and out.
 *
 * <p>{@link dev.iii.transport.websocket.Framing} is the entry point. It uses the handshake and the control frames of
 * Java-WebSocket; {@code GuardedDraft} reads the frames.
 */
@NullMarked
package dev.iii.transport.websocket;

import org.jspecify.annotations.NullMarked;
