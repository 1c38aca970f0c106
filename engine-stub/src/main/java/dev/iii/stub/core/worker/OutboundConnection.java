package dev.iii.stub.core.worker;

import dev.iii.protocol.Frame;

/**
 * The sending side of a worker's connection. Methods are called from any thread, also under the lock of the core, and
 * must not block.
 */
public interface OutboundConnection {

    /** The result of {@link #send}. */
    enum Sent {
        /** The frame will be sent, in order. */
        QUEUED,
        /** The frame was not accepted because too many bytes wait to be read by the worker. */
        FULL,
        /** The frame was not accepted because the connection is closing or closed. */
        CLOSED
    }

    /** Sends a frame. Must not call back into the core. */
    Sent send(Frame frame);

    /** Returns the maximum number of bytes of a frame. A larger one can never be sent. */
    long maxFrameBytes();

    /** Sends the accepted frames, then closes the connection. No frame can be sent afterwards. */
    void close(String reason);

    /** Closes the connection immediately and discards the frames that wait to be sent. */
    void abort(String reason);

    /** Stops receiving frames, which causes backpressure to the worker. Frames that have been read are still received. */
    void pauseReading();

    /** Receives frames again after {@link #pauseReading}. */
    void resumeReading();

    /** Returns the IP address of the worker. */
    String address();
}
