package dev.iii.stub.net;

import java.util.List;

/** An engine worker that serves WebSocket paths on the worker ports, in addition to {@code /}. */
public interface SocketRoutes {

    /** Returns the paths. No two engine workers may serve the same path. */
    List<SocketRoute> routes();
}
