package dev.iii.sdk.http;

import java.io.OutputStream;

/**
 * Writes the body of an HTTP answer, piece by piece. Called once for an answer; one that is the answer of several calls
 * must be thread-safe.
 */
@FunctionalInterface
public interface StreamingBody {

    /**
     * Writes the body. The stream keeps up to 64 KiB back until it is flushed; a write waits while the client does not
     * keep up, and throws {@link dev.iii.sdk.channel.ChannelException} when the client has left. It need not be closed:
     * the answer ends when this returns or throws.
     *
     * @throws Exception when nothing was written yet, the client gets a problem document; later it gets a body that ends
     *     too early, and the failure is logged
     */
    void writeTo(OutputStream out) throws Exception;
}
