package dev.iii.sdk.http;

import java.io.OutputStream;

/**
 * Writes the body of an HTTP response while it is sent. Called once per response. A body that is used for several
 * responses must be thread-safe.
 */
@FunctionalInterface
public interface StreamingBody {

    /**
     * Writes the body. May block; called on a handler thread.
     *
     * <p>The stream buffers up to 64 KiB until it is flushed. A write waits while the client does not read, and throws
     * {@link dev.iii.sdk.channel.ChannelException} if the client has disconnected. The stream need not be closed: the
     * response ends when this method returns or throws. A write after the stream was closed throws.
     *
     * @throws Exception ends the response. If nothing was sent yet, the client receives a problem document; otherwise
     *     its body is incomplete, and the failure is logged
     */
    void writeTo(OutputStream out) throws Exception;
}
