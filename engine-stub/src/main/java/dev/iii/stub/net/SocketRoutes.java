package dev.iii.stub.net;

import dev.iii.transport.UpgradeHandler;
import java.util.Map;

/** An engine worker that serves WebSocket paths on the worker ports beside {@code /}. */
public interface SocketRoutes {

    /** Who serves which path: the exact path, or its beginning when the key ends in a slash. */
    Map<String, UpgradeHandler> routes();
}
