package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.internal.runtime.SerialExecutor;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the buffers of a publisher, one after the other, on callback threads, which may wait. */
final class WritingSubscriber implements Flow.Subscriber<ByteBuffer> {

    private static final Logger log = LoggerFactory.getLogger(WritingSubscriber.class);

    private final SocketWriter writer;
    private final SerialExecutor serial;
    private Flow.@Nullable Subscription subscription;

    WritingSubscriber(SocketWriter writer, Executor threads) {
        this.writer = writer;
        this.serial = new SerialExecutor(threads);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        Objects.requireNonNull(newSubscription, "subscription");
        if (subscription != null) {
            newSubscription.cancel();
            return;
        }
        subscription = newSubscription;
        newSubscription.request(1);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        byte[] bytes = new byte[Objects.requireNonNull(buffer, "buffer").remaining()];
        buffer.get(bytes);
        serial.execute(() -> write(bytes));
    }

    private void write(byte[] bytes) {
        Flow.Subscription source = Objects.requireNonNull(subscription, "onNext before onSubscribe");
        try {
            writer.write(bytes);
            source.request(1);
        } catch (Throwable e) {
            // Abort the channel here: a cancelled publisher signals neither completion nor failure.
            try {
                writer.abort();
            } finally {
                source.cancel();
            }
            log.warn(
                    "Writing to a channel failed; the channel is aborted and its publisher cancelled: {}",
                    e.toString());
        }
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure);
        serial.execute(this::close);
        log.warn("Closing a channel because its publisher failed: {}", failure.toString());
    }

    @Override
    public void onComplete() {
        serial.execute(this::close);
    }

    private void close() {
        try {
            writer.close();
        } catch (ChannelException e) {
            log.warn("A channel was closed, but its reader may not have received everything: {}", e.getMessage());
        }
    }
}
