package dev.iii.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** Handles a ready key of an event loop. Every key of the loop has one as its attachment. */
interface KeyHandler {

    void ready(SelectionKey key) throws IOException;

    /** Called if the loop ends before the socket was closed. The loop closes the socket. */
    default void loopEnded() {}
}
