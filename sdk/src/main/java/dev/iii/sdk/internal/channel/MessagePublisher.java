package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.internal.runtime.SerialExecutor;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Publishes the messages of a channel to a single subscriber, as many as it requests. */
final class MessagePublisher implements Flow.Publisher<ChannelMessage> {

    private final SocketReader reader;

    MessagePublisher(SocketReader reader) {
        this.reader = reader;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChannelMessage> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!reader.isFirstSubscriber()) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(new ChannelException("this channel already has a subscriber; it supports only one"));
            return;
        }
        new Delivery(subscriber).begin();
    }

    /** The subscription. All its tasks run on callback threads, one at a time. */
    private final class Delivery implements Flow.Subscription {

        private final Flow.Subscriber<? super ChannelMessage> subscriber;
        private final SerialExecutor serial = new SerialExecutor(reader.opener().callbacks());
        private long demand;
        private boolean done;
        /** The time of the last message, or of the last check without demand. */
        private long lastProgress = System.nanoTime();
        /** The timer of the next check. It is cancelled at the end, because it would keep the subscriber in memory. */
        private EventLoop.@Nullable Timer timer;

        Delivery(Flow.Subscriber<? super ChannelMessage> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            serial.execute(() -> {
                try {
                    subscriber.onSubscribe(this);
                } catch (Throwable e) {
                    // A subscriber must not throw. The other end must not wait for this one.
                    done = true;
                    reader.close();
                    throw e;
                }
                reader.onChange(() -> serial.execute(this::deliver));
                checkIdleTime();
            });
        }

        @Override
        public void request(long n) {
            serial.execute(() -> {
                if (done) {
                    return;
                }
                if (n <= 0) {
                    fail(new IllegalArgumentException("requested " + n + "; it must be at least 1"));
                    return;
                }
                if (demand == 0) {
                    lastProgress = System.nanoTime();
                }
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                deliver();
            });
        }

        @Override
        public void cancel() {
            serial.execute(() -> {
                stop();
                reader.close();
            });
        }

        private void deliver() {
            while (!done) {
                Next next = take();
                if (next == null) {
                    return;
                }
                if (next.message != null) {
                    demand--;
                    emit(next.message);
                } else if (next.failure != null) {
                    fail(next.failure);
                } else {
                    stop();
                    subscriber.onComplete();
                }
            }
        }

        /** A message, a failure, or neither if the channel was closed. */
        private record Next(
                @Nullable ChannelMessage message, @Nullable ChannelException failure) {}

        private @Nullable Next take() {
            reader.lock().lock();
            try {
                ChannelMessage message = demand > 0 ? reader.poll() : null;
                if (message != null) {
                    return new Next(message, null);
                }
                return reader.isExhausted() ? new Next(null, reader.failure()) : null;
            } finally {
                reader.lock().unlock();
            }
        }

        private void emit(ChannelMessage message) {
            lastProgress = System.nanoTime();
            try {
                subscriber.onNext(message);
            } catch (Throwable e) {
                // A subscriber must not throw. Its state is unknown, so it receives no further messages.
                try {
                    stop();
                } finally {
                    reader.close();
                }
                throw e;
            }
            lastProgress = System.nanoTime();
        }

        /**
         * Fails if the subscriber has waited longer than the idle timeout for a message, and schedules the next check
         * otherwise.
         */
        private void checkIdleTime() {
            if (done) {
                return;
            }
            if (demand == 0) {
                lastProgress = System.nanoTime();
            }
            Duration longest = reader.currentIdleTimeout();
            long remaining = longest.toNanos() - (System.nanoTime() - lastProgress);
            if (remaining <= 0) {
                fail(new ChannelException(
                        "nothing was received within " + longest.toMillis() + " ms on " + reader.ref()));
            } else {
                timer = reader.opener().after(Duration.ofNanos(remaining), () -> serial.execute(this::checkIdleTime));
            }
        }

        private void stop() {
            done = true;
            reader.removeCallback();
            EventLoop.Timer next = timer;
            if (next != null) {
                next.cancel();
                timer = null;
            }
        }

        private void fail(Throwable failure) {
            try {
                stop();
                reader.close();
            } finally {
                subscriber.onError(failure);
            }
        }
    }
}
