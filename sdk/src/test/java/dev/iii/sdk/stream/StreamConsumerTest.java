package dev.iii.sdk.stream;

import static dev.iii.sdk.stream.FakeStreamPort.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamConsumerTest {

    record Item(int n) {}

    private static final String JOIN_G =
            "{\"type\":\"join\",\"data\":{\"subscriptionId\":\"…\",\"streamName\":\"s\",\"groupId\":\"g\"}}";
    private static final String JOIN_I =
            "{\"type\":\"join\",\"data\":{\"subscriptionId\":\"…\",\"streamName\":\"s\",\"groupId\":\"g\",\"id\":\"i\"}}";
    private static final String SYNC = "{\"type\":\"sync\",\"data\":[{\"n\":1}]}";

    private static final Instant TIME = Instant.ofEpochMilli(1);
    private static final StreamPath GROUP = new StreamPath("s", "g", Optional.empty());
    private static final StreamPath ITEM = new StreamPath("s", "g", Optional.of("i"));

    private FakeStreamPort port;
    private StreamConsumer consumer;
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        port = new FakeStreamPort();
        consumer = Iii.connectStreams(port.url() + "/?token=t", options().build());
    }

    private static StreamConsumerOptions.Builder options() {
        return StreamConsumerOptions.builder()
                .name("test-streams")
                .header("x-auth", "secret")
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(100))))
                .heartbeat(new Heartbeat(Duration.ofMillis(200), Duration.ofSeconds(10)));
    }

    @AfterEach
    void close() {
        consumer.close();
        port.close();
        Awaitility.await("threads of the consumer have ended")
                .atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("iii-test-streams")));
    }

    private Object next() throws InterruptedException {
        Object next = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the listener was told nothing");
        }
        return next;
    }

    private StreamSubscription joinGroup() {
        return consumer.join("s", "g", Item.class, seen::add);
    }

    @Test
    void aGroupIsSyncedAndItsEventsFollowTyped() throws Exception {
        StreamSubscription subscription = joinGroup();
        FakeStreamPort.Peer peer = port.accept();
        assertThat(peer.next()).isEqualTo(JOIN_G);
        peer.event("null", SYNC);
        assertThat(next()).isEqualTo(new StreamEvent.Synced<>(GROUP, TIME, List.of(new Item(1))));
        subscription.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        peer.event("\"i\"", "{\"type\":\"update\",\"data\":{\"n\":2}}");
        assertThat(next()).isEqualTo(new StreamEvent.Updated<>(ITEM, TIME, new Item(2)));
        assertThat(consumer.isConnected()).isTrue();
        assertThat(consumer.awaitConnected(PATIENCE)).isTrue();
        assertThat(peer.request().headers()).containsEntry("x-auth", List.of("secret"));
        assertThat(peer.request().query()).isEqualTo("token=t");
        subscription.close();
        assertThat(peer.next()).isEqualTo(JOIN_G.replace("join", "leave"));
    }

    @Test
    void namesThatAreTooLongAreRefusedAndTheOtherSubscriptionsGoOn() throws Exception {
        joinGroup();
        FakeStreamPort.Peer peer = port.accept();
        assertThat(peer.next()).isEqualTo(JOIN_G);
        assertThatThrownBy(() -> consumer.joinItem("s", "g", "x".repeat(64 << 10), Item.class, seen::add))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("bytes, more than the maximum of 65536");
        peer.event("null", SYNC);
        assertThat(next()).isInstanceOf(StreamEvent.Synced.class);
        assertThat(consumer.isConnected()).isTrue();
    }

    @Test
    void nothingIsToldAfterALeave() throws Exception {
        StreamSubscription first = joinGroup();
        FakeStreamPort.Peer peer = port.accept();
        peer.next();
        peer.event("null", SYNC);
        next();
        first.close();
        consumer.join(
                "s",
                "g",
                Item.class,
                event -> seen.add("second " + event.getClass().getSimpleName()));
        peer.next();
        peer.next();
        peer.event("\"i\"", "{\"type\":\"update\",\"data\":{\"n\":2}}");
        peer.event("null", SYNC);
        assertThat(next()).isEqualTo("second Synced");
    }

    @Test
    void aLostConnectionIsMadeAgainAndEverythingJoinedAnew() throws Exception {
        consumer.join("s", "g", Item.class, new StreamListener<Item>() {
            @Override
            public void onEvent(StreamEvent<Item> event) {
                seen.add(event.getClass().getSimpleName());
            }

            @Override
            public void onDisconnected(String reason) {
                seen.add("disconnected");
            }
        });
        FakeStreamPort.Peer first = port.accept();
        first.next();
        first.event("null", SYNC);
        assertThat(next()).isEqualTo("Synced");
        first.connection().loop().execute(() -> first.connection().abort("a test"));
        assertThat(next()).isEqualTo("disconnected");
        FakeStreamPort.Peer second = port.accept();
        assertThat(second.next()).isEqualTo(JOIN_G);
        second.event("null", SYNC);
        assertThat(next()).isEqualTo("Synced");
    }

    @Test
    void aHalfOpenConnectionIsNoticedAndReplaced() throws Exception {
        try (StreamConsumer other = Iii.connectStreams(
                port.url() + "/?token=half-open",
                options()
                        .heartbeat(new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(2)))
                        .build())) {
            other.join("s", "g", Item.class, seen::add);
            FakeStreamPort.Peer first = acceptHalfOpen();
            assertThat(first.next()).isEqualTo(JOIN_G);
            // Who does not read does not answer pings.
            first.connection().pauseReading();
            FakeStreamPort.Peer second = acceptHalfOpen();
            assertThat(second.next()).isEqualTo(JOIN_G);
            second.event("null", SYNC);
            assertThat(next()).isInstanceOf(StreamEvent.Synced.class);
        }
    }

    /** The next connection of the second consumer. */
    private FakeStreamPort.Peer acceptHalfOpen() throws Exception {
        FakeStreamPort.Peer peer;
        do {
            peer = port.accept();
        } while (!"token=half-open".equals(peer.request().query()));
        return peer;
    }

    @Test
    void subscriptionsOfOneGroupHaveSocketsOfTheirOwn() throws Exception {
        joinGroup();
        StreamSubscription item = consumer.joinItem(
                "s",
                "g",
                "i",
                Item.class,
                event -> seen.add("item " + event.path().item()));
        consumer.join("s", "other", Item.class, seen::add);
        FakeStreamPort.Peer first = port.accept();
        FakeStreamPort.Peer second = port.accept();
        assertThat(List.of(first.next(), first.next())).containsExactly(JOIN_G, JOIN_G.replace("\"g\"", "\"other\""));
        assertThat(second.next()).isEqualTo(JOIN_I);
        second.event("\"i\"", "{\"type\":\"sync\",\"data\":{\"n\":1}}");
        assertThat(next()).isEqualTo("item Optional[i]");
        item.close();
        assertThat(second.next()).contains("leave");
        assertThat(second.awaitClosed().code()).isEqualTo(1000);
    }

    @Test
    void aConsumerThatIsNotLetInIsTold() throws Exception {
        StreamSubscription subscription = joinGroup();
        FakeStreamPort.Peer peer = port.accept();
        peer.next();
        peer.event("null", "{\"type\":\"unauthorized\"}");
        assertThat(next()).isInstanceOf(StreamEvent.Unauthorized.class);
        assertThatThrownBy(() -> subscription.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("unauthorized"));
    }

    @Test
    void aJoinWithoutAnAnswerIsMadeAnew() throws Exception {
        consumer.close();
        consumer = Iii.connectStreams(
                port.url(), options().joinTimeout(Duration.ofMillis(10)).build());
        StreamSubscription subscription = joinGroup();
        FakeStreamPort.Peer peer = port.accept();
        if ("token=t".equals(peer.request().query())) {
            peer = port.accept();
        }
        assertThat(List.of(peer.next(), peer.next(), peer.next()))
                .containsExactly(JOIN_G, JOIN_G.replace("join", "leave"), JOIN_G);
        assertThat(subscription.joined()).isNotDone();
        peer.event("null", SYNC);
        assertThat(next()).isInstanceOf(StreamEvent.Synced.class);
        subscription.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aCodecOfOnesOwnReadsTheItems() throws Exception {
        JsonCodec doubling = new JsonCodec() {
            @Override
            public byte[] write(@Nullable Object value) {
                throw new JsonCodecException("", "nothing is written here", null);
            }

            @Override
            public @Nullable Object read(byte[] json, int offset, int length, Type type) {
                Object value = Json.parse(new String(json, offset, length, StandardCharsets.UTF_8))
                        .as((Class<?>) type);
                return value instanceof Item item ? new Item(2 * item.n()) : value;
            }
        };
        consumer.close();
        consumer = Iii.connectStreams(port.url(), options().codec(doubling).build());
        consumer.joinItem("s", "g", "i", new TypeRef<Item>() {}, seen::add);
        FakeStreamPort.Peer peer = port.accept();
        if ("token=t".equals(peer.request().query())) {
            peer = port.accept();
        }
        assertThat(peer.next()).isEqualTo(JOIN_I);
        peer.event("\"i\"", "{\"type\":\"sync\",\"data\":{\"n\":21}}");
        assertThat(next()).isEqualTo(new StreamEvent.Synced<>(ITEM, TIME, List.of(new Item(42))));
    }

    @Test
    void itemsThatCanNeverBeReadAreRefused() {
        assertThatThrownBy(() -> consumer.join("s", "g", Runnable.class, seen::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the items of the stream s: Runnable: ");
    }

    @Test
    void aListenerThatFailsAndAnEventThatDoesNotFitStopNothing() throws Exception {
        consumer.join("s", "g", Item.class, new StreamListener<Item>() {
            @Override
            public void onEvent(StreamEvent<Item> event) {
                seen.add("event");
                throw new IllegalStateException("a test");
            }

            @Override
            public void onUnreadable(Json event, InvalidPayloadException problem) {
                seen.add(problem.path());
            }
        });
        FakeStreamPort.Peer peer = port.accept();
        peer.next();
        peer.send("no JSON");
        peer.send("{\"type\":\"stream\"}");
        peer.event("null", SYNC);
        peer.event("\"i\"", "{\"type\":\"update\",\"data\":{\"n\":\"x\"}}");
        peer.event("\"i\"", "{\"type\":\"update\",\"data\":{\"n\":2}}");
        assertThat(List.of(next(), next(), next())).containsExactly("event", "event.data.n", "event");
    }

    @Test
    void aSlowListenerStopsTheReadingAndLosesNothing() throws Exception {
        consumer.close();
        consumer = Iii.connectStreams(
                port.url(), options().maxBufferedBytes(64 << 10).build());
        CountDownLatch go = new CountDownLatch(1);
        consumer.join("s", "g", new TypeRef<Map<String, Object>>() {}, event -> {
            go.await();
            seen.add(event);
        });
        FakeStreamPort.Peer peer = port.accept();
        if ("token=t".equals(peer.request().query())) {
            peer = port.accept();
        }
        peer.next();
        peer.event("null", "{\"type\":\"sync\",\"data\":[]}");
        String padding = "x".repeat(32 << 10);
        int sent = 0;
        while (peer.event("\"" + sent + "\"", "{\"type\":\"update\",\"data\":{\"text\":\"" + padding + "\"}}")) {
            sent++;
        }
        assertThat(peer.connection().queuedBytes()).isGreaterThan(32L << 20);
        go.countDown();
        assertThat(next()).isInstanceOf(StreamEvent.Synced.class);
        for (int i = 0; i < sent; i++) {
            assertThat(((StreamEvent<?>) next()).path().item()).contains(String.valueOf(i));
        }
    }

    @Test
    void afterCloseNothingIsJoined() throws Exception {
        StreamSubscription subscription = joinGroup();
        FakeStreamPort.Peer peer = port.accept();
        peer.next();
        consumer.close();
        assertThat(peer.awaitClosed().code()).isEqualTo(1000);
        assertThatThrownBy(() -> subscription.joined().join()).hasMessageContaining("the stream consumer is closed");
        assertThatThrownBy(this::joinGroup)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the stream consumer is closed");
    }

    @Test
    void argumentsAreCheckedAndSecretsNotShown() {
        assertThatThrownBy(() -> Iii.connectStreams(" "))
                .hasMessage("stream address is blank; it must be like ws://127.0.0.1:3112");
        assertThatThrownBy(() -> Iii.connectStreams("http://h"))
                .hasMessage(
                        "the scheme of the stream address is http; write ws:// in place of http://, as in ws://127.0.0.1:3112");
        assertThatThrownBy(() -> Iii.connectStreams("ws://h/ ?token=secret"))
                .hasMessageStartingWith("the stream address is not a valid URL")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> consumer.join(" ", "g", Item.class, seen::add)).hasMessage("stream name is blank");
        assertThatThrownBy(() -> options().maxBufferedBytes(0))
                .hasMessage("maxBufferedBytes is 0; it must be at least 1");
        assertThat(consumer.toString()).doesNotContain("token");
        assertThat(options().build().toString()).doesNotContain("secret");
    }
}
