package dev.iii.sdk.http;

import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;

/** A channel that has these bytes, without an engine. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record BytesReader(byte[] bytes) implements ChannelReader {

    @Override
    public ChannelRef ref() {
        return new ChannelRef("bytes", "key", ChannelRef.Direction.READ);
    }

    @Override
    public ChannelReader idleTimeout(Duration longest) {
        return this;
    }

    @Override
    public InputStream inputStream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<ChannelMessage> next() {
        return Optional.of(new ChannelMessage.Bytes(bytes));
    }

    @Override
    public Flow.Publisher<ChannelMessage> messages() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
