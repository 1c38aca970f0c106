package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.internal.runtime.SerialExecutor;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Hands the messages of a channel to one subscriber, as many as it asks for. */
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
            subscriber.onError(new ChannelException("a channel has one subscriber"));
            return;
        }
        new Delivery(subscriber).begin();
    }

    /** The subscription; everything of it runs on one thread at a time. */
    private final class Delivery implements Flow.Subscription {

        private final Flow.Subscriber<? super ChannelMessage> subscriber;
        private final SerialExecutor inOrder =
                new SerialExecutor(reader.opener().threads());
        private long wanted;
        private boolean over;
        /** When a message came last, or nothing was asked for. */
        private long came = System.nanoTime();
        /** For the next look at the time; it would hold the subscriber when all is over. */
        private EventLoop.@Nullable Timer timer;

        Delivery(Flow.Subscriber<? super ChannelMessage> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            inOrder.execute(() -> {
                subscriber.onSubscribe(this);
                reader.onChange(() -> inOrder.execute(this::deliver));
                watch();
            });
        }

        @Override
        public void request(long n) {
            inOrder.execute(() -> {
                if (over) {
                    return;
                }
                if (n <= 0) {
                    fail(new IllegalArgumentException("requested " + n + "; it must be at least 1"));
                    return;
                }
                if (wanted == 0) {
                    came = System.nanoTime();
                }
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                deliver();
            });
        }

        @Override
        public void cancel() {
            inOrder.execute(() -> {
                end();
                reader.close();
            });
        }

        private void deliver() {
            while (!over) {
                Next next = take();
                if (next == null) {
                    return;
                }
                if (next.message != null) {
                    wanted--;
                    hand(next.message);
                } else if (next.failure != null) {
                    fail(next.failure);
                } else {
                    end();
                    subscriber.onComplete();
                }
            }
        }

        /** A message, the end, or a failure. */
        private record Next(
                @Nullable ChannelMessage message, @Nullable ChannelException failure) {}

        private @Nullable Next take() {
            reader.lock().lock();
            try {
                ChannelMessage message = wanted > 0 ? reader.poll() : null;
                if (message != null) {
                    return new Next(message, null);
                }
                return reader.isAtItsEnd() ? new Next(null, reader.failure()) : null;
            } finally {
                reader.lock().unlock();
            }
        }

        private void hand(ChannelMessage message) {
            came = System.nanoTime();
            try {
                subscriber.onNext(message);
            } catch (Throwable e) {
                // It broke its promise not to throw; the least harm is to give it nothing more.
                end();
                reader.close();
                throw e;
            }
            came = System.nanoTime();
        }

        /** Looks again and again whether a message that is asked for stays away for too long. */
        private void watch() {
            if (over) {
                return;
            }
            if (wanted == 0) {
                came = System.nanoTime();
            }
            Duration longest = reader.patience();
            long left = longest.toNanos() - (System.nanoTime() - came);
            if (left <= 0) {
                fail(new ChannelException("nothing came within " + longest.toMillis() + " ms on " + reader.ref()));
            } else {
                timer = reader.opener().after(Duration.ofNanos(left), () -> inOrder.execute(this::watch));
            }
        }

        private void end() {
            over = true;
            reader.forgetCallback();
            EventLoop.Timer next = timer;
            if (next != null) {
                next.cancel();
                timer = null;
            }
        }

        private void fail(Throwable failure) {
            end();
            reader.close();
            subscriber.onError(failure);
        }
    }
}
