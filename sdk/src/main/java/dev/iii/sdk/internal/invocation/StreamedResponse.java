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
 * The body of an answer as it goes into a channel. To an http trigger status and headers go first, with the first bytes;
 * whatever the writer of the body does, a channel that was opened is closed.
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
    private boolean ended;

    /** @param toHttp whether the other end is an http trigger, which wants status and headers */
    StreamedResponse(ChannelWriter channel, HttpResponse response, boolean toHttp) {
        this.channel = channel;
        this.response = response;
        this.toHttp = toHttp;
    }

    /** Whether an answer is to be streamed. */
    static boolean isWanted(@Nullable Object answer) {
        return answer instanceof HttpResponse response && response.body() instanceof StreamingBody;
    }

    /**
     * Has the body written and ends the channel.
     *
     * @throws Exception what the writer threw; {@link #hasBegun} tells whether there is still room for another answer
     */
    void write(StreamingBody body) throws Exception {
        try {
            body.writeTo(this);
            flush();
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
            // Who writes the body may close what it was given; the channel ends when it has returned.
            flush();
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

    /** Whether the other end has not taken everything. */
    boolean isLost() {
        return lost;
    }

    /** Whether something has left. */
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
        if (ended) {
            throw new ChannelException("the answer has ended");
        }
    }

    @Override
    public void flush() throws ChannelException {
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
