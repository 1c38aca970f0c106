package dev.iii.stub.http;

import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.transport.LogLimiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A connection whose request lines and header fields pass through {@link RequestLine}. It is closed if the client does not
 * read a response, or if it sends the header fields of a request too slowly. Responses to requests of HTTP/1.0 have that
 * version, as on the real engine.
 */
final class LenientEndPoint extends SocketChannelEndPoint {

    private static final Logger log = BoundedLogger.of(LenientEndPoint.class);
    private static final byte[] NOTHING = new byte[0];
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private final RequestLine line = new RequestLine();
    /** Bytes that cannot be judged before more bytes are received. */
    private byte[] heldBack = NOTHING;

    private final HttpPort.Timeouts timeouts;
    private final LogLimiter slowHeads;
    /** {@code true} from the end of the header fields of a request to the end of its response. */
    private volatile boolean handling;
    /** The time of the first byte of a request whose header fields are incomplete; {@code null} if there is none. */
    private volatile @Nullable Long headSinceNanos;
    /** {@code true} until the first bytes of the response to a request of HTTP/1.0 were sent. */
    private volatile boolean answersHttp10;
    /** One check for all requests of a connection is pending, so that a fast request costs no timer. */
    private final AtomicBoolean checkPending = new AtomicBoolean();

    LenientEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            HttpPort.Timeouts timeouts,
            LogLimiter slowHeads) {
        super(channel, selector, key, scheduler);
        this.timeouts = timeouts;
        this.slowHeads = slowHeads;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (answersHttp10 && buffers.length > 0 && buffers[0].remaining() >= VERSION_LENGTH) {
            answersHttp10 = false;
            // The server writes the status line into this buffer for each response, always with its own version.
            buffers[0].put(buffers[0].position() + VERSION_LENGTH - 1, (byte) '0');
        }
        boolean all = super.flush(buffers);
        // While bytes wait for the client to read, the shorter time counts. It starts again with every byte that is
        // read.
        setIdleTimeout((all ? timeouts.idle() : timeouts.write()).toMillis());
        return all;
    }

    private void headBytesCame() {
        if (!handling && headSinceNanos == null) {
            headSinceNanos = System.nanoTime();
            if (checkPending.compareAndSet(false, true)) {
                checkHeadAfter(timeouts.head().toNanos());
            }
        }
    }

    private void checkHeadAfter(long nanos) {
        getScheduler().schedule(this::checkHead, nanos, TimeUnit.NANOSECONDS);
    }

    private void checkHead() {
        checkPending.set(false);
        Long since = headSinceNanos;
        if (since == null || !isOpen()) {
            return;
        }
        long left = timeouts.head().toNanos() - (System.nanoTime() - since);
        if (left <= 0) {
            slowHeads.log(note -> log.info(
                    "A connection is closed: the header fields of its request did not arrive within {}{}",
                    timeouts.head(),
                    note));
            close();
        } else if (checkPending.compareAndSet(false, true)) {
            checkHeadAfter(left);
        }
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
        headBytesCame();
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
     * @return the request as it was sent
     */
    SentRequest requestHandled(Request request) {
        handling = true;
        headSinceNanos = null;
        SentRequest sent = SentRequest.of(request, line.takeTarget(), line.takeHead());
        answersHttp10 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0 && !sent.malformed();
        request.addHttpStreamWrapper(stream -> new HttpStream.Wrapper(stream) {
            @Override
            public void succeeded() {
                line.expect();
                handling = false;
                super.succeeded();
            }
        });
        return sent;
    }
}
