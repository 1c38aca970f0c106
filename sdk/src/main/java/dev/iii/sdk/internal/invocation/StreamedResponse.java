package dev.iii.sdk.internal.invocation;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.StreamingBody;
import dev.iii.sdk.internal.http.HttpWire;
import dev.iii.sdk.json.Json;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, written into a channel. For an http trigger, the status and the headers precede the first bytes. An
 * opened channel is always closed, whatever the writer of the body does.
 */
final class StreamedResponse extends OutputStream {

    private static final int BUFFER = 64 * 1024;

    private final ChannelWriter channel;
    private final HttpResponse response;
    private final boolean toHttp;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private boolean begun;
    private boolean lost;
    /** The writer of the body has closed the stream. */
    private boolean closed;

    private boolean ended;

    /** @param toHttp whether the reader is an http trigger, which needs the status and the headers */
    StreamedResponse(ChannelWriter channel, HttpResponse response, boolean toHttp) {
        this.channel = channel;
        this.response = response;
        this.toHttp = toHttp;
        if (!toHttp) {
            // The caller has the reader already and waits for the end of the body, even if nothing is written. Closing
            // an
            // end that was never used does not connect it.
            channel.outputStream();
            begun = true;
        }
    }

    /** Returns {@code true} if the result of a handler must be streamed. */
    static boolean isRequired(@Nullable Object result) {
        return result instanceof HttpResponse response && response.body() instanceof StreamingBody;
    }

    /**
     * Writes the body and closes the channel.
     *
     * @throws Exception the exception of the writer; another result is possible unless {@link #hasBegun}
     */
    void write(StreamingBody body) throws Exception {
        try {
            body.writeTo(this);
            send();
        } catch (Throwable e) {
            ended = true;
            if (begun) {
                closeQuietly(e);
            }
            throw e;
        }
        ended = true;
        close();
    }

    @Override
    public void close() throws ChannelException {
        if (!ended) {
            // The writer of the body may close the stream. The channel is closed when the writer has returned.
            flush();
            closed = true;
            return;
        }
        try {
            channel.close();
        } catch (ChannelException e) {
            lost = true;
            throw e;
        }
    }

    private void closeQuietly(Throwable first) {
        try {
            channel.close();
        } catch (ChannelException e) {
            first.addSuppressed(e);
        }
    }

    /** Returns {@code true} if the reader has left before it received everything. */
    boolean isLost() {
        return lost;
    }

    /** Returns {@code true} if the reader has received something, or waits for it. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void write(int b) throws ChannelException {
        if (filled == BUFFER) {
            send();
        }
        checkOpen();
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ChannelException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkOpen();
        int done = 0;
        while (done < length) {
            if (filled == BUFFER) {
                send();
            }
            int count = Math.min(BUFFER - filled, length - done);
            System.arraycopy(bytes, offset + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    private void checkOpen() throws ChannelException {
        if (ended || closed) {
            throw new ChannelException(
                    ended ? "the response has ended" : "the stream was closed; write before you close it");
        }
    }

    @Override
    public void flush() throws ChannelException {
        if (closed && !ended) {
            // Nothing is buffered. A flush after close is common, and loses nothing.
            return;
        }
        checkOpen();
        send();
    }

    private void send() throws ChannelException {
        try {
            if (!begun) {
                begin();
                begun = true;
            }
            channel.write(buffer, 0, filled);
        } catch (ChannelException e) {
            lost = true;
            throw e;
        }
        filled = 0;
    }

    private void begin() throws ChannelException {
        if (!toHttp) {
            return;
        }
        channel.sendText(Json.of(Map.of("type", "set_status", "status_code", response.status()))
                .text());
        Map<String, String> headers = HttpWire.streamedHeaders(response.headers());
        channel.sendText(
                Json.of(Map.of("type", "set_headers", "headers", headers)).text());
    }
}
