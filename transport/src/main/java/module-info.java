/**
 * WebSocket connections, client and server side. The handshake is Java-WebSocket's; the socket loop is part of this module.
 *
 * <p>Internal: only the modules of this project may use it.
 */
// The modules that these exports name are compiled later.
@SuppressWarnings("module")
module dev.iii.transport {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires org.java_websocket;
    requires org.slf4j;

    exports dev.iii.transport to
            dev.iii.sdk,
            dev.iii.sdk.otel,
            dev.iii.stub;
}
