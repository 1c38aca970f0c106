package dev.iii.stub.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A connection whose request lines pass through {@link RequestLine}. */
final class LenientEndPoint extends SocketChannelEndPoint {

    private static final byte[] NOTHING = new byte[0];

    private final RequestLine line = new RequestLine();
    /** The beginning of a percent escape whose remaining bytes were not received yet. */
    private byte[] heldBack = NOTHING;

    LenientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        byte[] held = heldBack;
        heldBack = NOTHING;
        BufferUtil.append(buffer, held);
        int came = super.fill(buffer);
        if (came <= 0) {
            return held.length > 0 ? giveBack(buffer, held, came) : came;
        }
        int end = buffer.limit();
        int start = end - came - held.length;
        int open = line.mend(buffer, start, end);
        if (open > 0) {
            heldBack = new byte[open];
            buffer.get(end - open, heldBack);
            buffer.limit(end - open);
        }
        return came + held.length - open;
    }

    /**
     * Called if no bytes were received. Keeps the held bytes for later, or passes them to the parser if the connection
     * is at its end.
     */
    private int giveBack(ByteBuffer buffer, byte[] held, int came) {
        if (came < 0) {
            return held.length;
        }
        heldBack = Arrays.copyOf(held, held.length);
        buffer.limit(buffer.limit() - held.length);
        return 0;
    }

    /**
     * Called when the head of a request is complete. The bytes that follow are its body. The next request line is
     * expected when this request is over.
     *
     * @return the target of the request as it was sent, if it had to be changed for the parser; otherwise {@code null}
     */
    @Nullable
    String requestHandled(Request request) {
        String target = line.takeTarget();
        request.addHttpStreamWrapper(stream -> new HttpStream.Wrapper(stream) {
            @Override
            public void succeeded() {
                line.expect();
                super.succeeded();
            }
        });
        return target;
    }
}
