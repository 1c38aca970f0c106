/** WebSocket connections, client and server side: Java-WebSocket's protocol on a socket loop of our own. */
module dev.iii.transport {
    requires static transitive org.jspecify;
    requires org.java_websocket;
    requires org.slf4j;

    exports dev.iii.transport;
}
