package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** The binary messages of a channel as a stream of bytes. Not thread-safe. */
final class ChannelInputStream extends InputStream {

    private final SocketReader reader;
    private byte[] chunk = new byte[0];
    private int position;
    private boolean ended;

    ChannelInputStream(SocketReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws ChannelException {
        return fill() ? chunk[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws ChannelException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, to, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return chunk.length - position;
    }

    private boolean fill() throws ChannelException {
        while (position == chunk.length && !ended) {
            Optional<ChannelMessage> message = reader.next();
            ended = message.isEmpty();
            if (message.isPresent() && message.get() instanceof ChannelMessage.Bytes bytes) {
                chunk = bytes.bytes();
                position = 0;
            }
        }
        return position < chunk.length;
    }

    @Override
    public void close() {
        reader.close();
    }
}
