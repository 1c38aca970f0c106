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

/** A connection whose request lines go through {@link RequestLine}. */
final class MendingEndPoint extends SocketChannelEndPoint {

    private static final byte[] NOTHING = new byte[0];

    private final RequestLine line = new RequestLine();
    /** The beginning of an escape, of which the rest has not come yet. */
    private byte[] heldBack = NOTHING;

    MendingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
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

    /** Nothing came: what was held back waits on, or goes to the parser when nothing will come any more. */
    private int giveBack(ByteBuffer buffer, byte[] held, int came) {
        if (came < 0) {
            return held.length;
        }
        heldBack = Arrays.copyOf(held, held.length);
        buffer.limit(buffer.limit() - held.length);
        return 0;
    }

    /**
     * The head of a request is complete: its target as it was sent, if it had to be mended. What comes next is its body,
     * and the next request when this one is over.
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
