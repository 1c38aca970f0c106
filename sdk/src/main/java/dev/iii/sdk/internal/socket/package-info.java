/** WebSocket connections that reconnect, without a session. */
@NullMarked
package dev.iii.sdk.internal.socket;

import org.jspecify.annotations.NullMarked;
