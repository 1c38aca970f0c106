package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChannelFlowTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final Worker worker = engine.worker();

    /** Keeps what comes, and asks for nothing by itself. */
    private static final class Taker implements Flow.Subscriber<ChannelMessage> {
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final BlockingQueue<ChannelMessage> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Boolean> completed = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription.complete(newSubscription);
        }

        @Override
        public void onNext(ChannelMessage message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            completed.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            completed.complete(true);
        }

        void request(long n) throws Exception {
            subscription.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).request(n);
        }

        ChannelMessage next() throws Exception {
            return notNull(messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }

        Throwable failure() {
            return completed
                    .handle((done, failure) -> notNull(failure))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    @Test
    void aSubscriberGetsWhatItAsksForAndTheEnd() throws Exception {
        Channel channel = worker.createChannel();
        Taker taker = new Taker();
        channel.reader().messages().subscribe(taker);
        for (int i = 0; i < 5; i++) {
            channel.writer().sendText("m" + i);
        }
        taker.request(1);
        assertThat(taker.next()).isEqualTo(new ChannelMessage.Text("m0"));
        taker.request(2);
        assertThat(taker.next()).isEqualTo(new ChannelMessage.Text("m1"));
        assertThat(taker.next()).isEqualTo(new ChannelMessage.Text("m2"));
        channel.writer().close();
        assertThat(taker.messages).isEmpty();
        assertThat(taker.completed).isNotDone();
        taker.request(Long.MAX_VALUE);
        assertThat(taker.completed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(taker.messages).hasSize(2);
    }

    @Test
    void aPublisherWritesIntoTheChannelAndEndsIt() throws Exception {
        Channel channel = worker.createChannel();
        CompletableFuture<byte[]> all = CompletableFuture.supplyAsync(() -> {
            try {
                return channel.reader().inputStream().readAllBytes();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
            publisher.subscribe(channel.writer().subscriber());
            for (int i = 0; i < 100; i++) {
                publisher.submit(ByteBuffer.wrap(new byte[10_000]));
            }
        }
        assertThat(all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasSize(1_000_000);
    }

    @Test
    void aCancelledSubscriptionEndsTheWriter() throws Exception {
        Channel channel = worker.createChannel();
        Taker taker = new Taker();
        channel.reader().messages().subscribe(taker);
        taker.request(1);
        channel.writer().sendText("one");
        taker.next();
        taker.subscription.join().cancel();
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> channel.writer().sendText("more"))
                        .isInstanceOf(ChannelException.class));
        assertThat(taker.messages).isEmpty();
    }

    @Test
    void aSecondSubscriberIsRefused() {
        Channel channel = worker.createChannel();
        java.util.concurrent.Flow.Publisher<ChannelMessage> messages =
                channel.reader().messages();
        messages.subscribe(new Taker());
        for (java.util.concurrent.Flow.Publisher<ChannelMessage> publisher :
                List.of(messages, channel.reader().messages())) {
            Taker second = new Taker();
            publisher.subscribe(second);
            assertThat(second.failure())
                    .isInstanceOf(ChannelException.class)
                    .hasMessage("this channel already has a subscriber; it supports only one");
        }
    }

    @Test
    void aPublisherThatFailsWhenItIsAskedEndsTheChannel() throws Exception {
        Channel channel = worker.createChannel();
        java.util.concurrent.Flow.Subscriber<ByteBuffer> subscriber =
                channel.writer().subscriber();
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        subscriber.onSubscribe(new java.util.concurrent.Flow.Subscription() {
            private boolean asked;

            @Override
            public void request(long n) {
                if (asked) {
                    throw new IllegalStateException("a test");
                }
                asked = true;
            }

            @Override
            public void cancel() {
                cancelled.complete(true);
            }
        });
        subscriber.onNext(ByteBuffer.wrap(new byte[] {1}));
        assertThat(cancelled.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> channel.writer().sendText("more"))
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("this end was closed");
    }

    @Test
    void askingForNothingIsAnError() throws Exception {
        Taker taker = new Taker();
        worker.createChannel().reader().messages().subscribe(taker);
        taker.request(0);
        assertThat(taker.failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requested 0; it must be at least 1");
    }

    @Test
    void aMessageThatStaysAwayForTooLongIsAnError() throws Exception {
        Taker taker = new Taker();
        worker.createChannel()
                .reader()
                .idleTimeout(Duration.ofMillis(50))
                .messages()
                .subscribe(taker);
        taker.request(1);
        assertThat(taker.failure())
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("nothing was received within 50 ms");
    }

    /** In a method of its own, so that no variable of the test holds the subscriber. */
    private WeakReference<Taker> takeAll() throws Exception {
        Channel channel = worker.createChannel();
        Taker taker = new Taker();
        channel.reader().messages().subscribe(taker);
        taker.request(Long.MAX_VALUE);
        channel.writer().sendText("one");
        channel.writer().close();
        assertThat(taker.completed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new WeakReference<>(taker);
    }

    @Test
    void aSubscriberIsHeldNoLongerThanItsChannelLasts() throws Exception {
        WeakReference<Taker> taker = takeAll();
        org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> {
            System.gc();
            return taker.get() == null;
        });
    }
}
