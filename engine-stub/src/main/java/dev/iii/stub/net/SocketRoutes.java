package dev.iii.stub.net;

import dev.iii.transport.UpgradeHandler;
import java.util.Map;

/** An engine worker that serves WebSocket paths on the worker ports, in addition to {@code /}. */
public interface SocketRoutes {

    /** Returns the handler of each path. A key is an exact path, or a prefix of paths if it ends in a slash. */
    Map<String, UpgradeHandler> routes();
}
