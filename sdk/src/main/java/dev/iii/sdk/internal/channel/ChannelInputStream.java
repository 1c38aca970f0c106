package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** The bytes of a channel. For one thread at a time, like every stream. */
final class ChannelInputStream extends InputStream {

    private final SocketReader reader;
    private byte[] piece = new byte[0];
    private int position;
    private boolean ended;

    ChannelInputStream(SocketReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws ChannelException {
        return fill() ? piece[position++] & 0xFF : -1;
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
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, to, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return piece.length - position;
    }

    private boolean fill() throws ChannelException {
        while (position == piece.length && !ended) {
            Optional<ChannelMessage> message = reader.next();
            ended = message.isEmpty();
            if (message.isPresent() && message.get() instanceof ChannelMessage.Bytes bytes) {
                piece = bytes.bytes();
                position = 0;
            }
        }
        return position < piece.length;
    }

    @Override
    public void close() {
        reader.close();
    }
}
