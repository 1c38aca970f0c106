package dev.iii.sdk.interop;

import static dev.iii.sdk.interop.Interop.PATIENCE;
import static dev.iii.sdk.interop.Interop.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Json;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Channels with an official client at one end. */
interface ChannelsContract {

    int PIECE = 65_536;

    /** More than the buffers of sockets and of the stub take. */
    int MANY = 1_000;

    /** What a channel carried, as the client tells it. */
    record Carried(long size, String sha256, List<String> texts) {}

    record End<T>(T content, int ticket) {}

    Interop interop();

    /** What the client makes as content, too. */
    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    private static String hash(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    default void theClientReadsBytesAndTextsOfJava() throws Exception {
        Channel channel = interop().java().createChannel();
        CompletableFuture<Carried> read =
                interop().java().triggerAsync("peer::read", Map.of("reader", channel.reader()), Carried.class);
        byte[] content = content(3_000_000);
        try (ChannelWriter writer = channel.writer()) {
            writer.sendText("title");
            writer.write(content);
            writer.sendText("the end ✓");
        }
        assertThat(get(read)).isEqualTo(new Carried(content.length, hash(content), List.of("title", "the end ✓")));
    }

    @Test
    default void javaReadsBytesAndTextsOfTheClient() throws Exception {
        Channel channel = interop().java().createChannel();
        CompletableFuture<Json> written = interop()
                .java()
                .triggerAsync(
                        "peer::write",
                        Map.of("writer", channel.writer(), "texts", List.of("a", "b ✓"), "size", 3_000_000));
        List<String> texts = new ArrayList<>();
        byte[] expected = content(3_000_000);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ChannelReader reader = channel.reader().idleTimeout(PATIENCE);
        for (Optional<ChannelMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (next.get() instanceof ChannelMessage.Text text) {
                texts.add(text.text());
            } else {
                digest.update(((ChannelMessage.Bytes) next.get()).bytes());
            }
        }
        assertThat(texts).containsExactly("a", "b ✓");
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hash(expected));
        assertThat(get(written).text()).isEqualTo("\"written\"");
    }

    @Test
    default void aChannelOfTheClientComesAliveInItsAnswer() throws Exception {
        Json made = interop().ask("make", Map.of("size", 200_000));
        ChannelReader reader = Objects.requireNonNull(made.field("content").as(ChannelReader.class))
                .idleTimeout(PATIENCE);
        assertThat(reader.inputStream().readAllBytes()).isEqualTo(content(200_000));

        Json taking = interop().ask("take", null);
        try (ChannelWriter writer =
                Objects.requireNonNull(taking.field("content").as(ChannelWriter.class))) {
            writer.sendText("for you");
            writer.write(content(200_000));
        }
        Map<String, Json> ticket = Map.of("ticket", taking.field("ticket"));
        assertThat(interop().ask("taken", ticket, Carried.class))
                .isEqualTo(new Carried(200_000, hash(content(200_000)), List.of("for you")));
    }

    @Test
    default void aChannelOfTextsAloneEnds() throws Exception {
        Channel channel = interop().java().createChannel();
        CompletableFuture<Json> written = interop()
                .java()
                .triggerAsync("peer::write", Map.of("writer", channel.writer(), "texts", List.of("only", "texts")));
        ChannelReader reader = channel.reader().idleTimeout(PATIENCE);
        assertThat(reader.next()).contains(new ChannelMessage.Text("only"));
        assertThat(reader.next()).contains(new ChannelMessage.Text("texts"));
        assertThat(reader.next()).isEmpty();
        get(written);
    }

    @Test
    default void javaWaitsForAClientThatDoesNotRead() throws Exception {
        String gate = unique("gate");
        Semaphore open = new Semaphore(0);
        interop()
                .java()
                .registerFunction(gate, (json, call) -> open.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .awaitConfirmed(PATIENCE);
        Channel channel = interop().java().createChannel();
        CompletableFuture<Carried> read = interop()
                .java()
                .triggerAsync("peer::read", Map.of("reader", channel.reader(), "gate", gate), Carried.class);
        byte[] piece = content(PIECE);
        ChannelWriter writer = channel.writer().idleTimeout(PATIENCE);
        writer.write(piece);
        AtomicLong pieces = new AtomicLong(1);
        writer.idleTimeout(Duration.ofMillis(500));
        assertThatThrownBy(() -> {
                    while (pieces.get() < MANY) {
                        writer.write(piece);
                        pieces.incrementAndGet();
                    }
                })
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("the reader accepted nothing within 500 ms");
        open.release();
        writer.idleTimeout(PATIENCE).write(piece);
        writer.close();
        assertThat(get(read).size()).isEqualTo((pieces.get() + 1) * PIECE);
    }

    @Test
    default void theClientWaitsForAJavaThatDoesNotRead() throws Exception {
        Json made = interop().ask("make", Map.of("size", PIECE, "times", MANY));
        Map<String, Json> ticket = Map.of("ticket", made.field("ticket"));
        ChannelReader reader = Objects.requireNonNull(made.field("content").as(ChannelReader.class))
                .idleTimeout(PATIENCE);
        try (InputStream in = reader.inputStream()) {
            assertThat(in.read()).isZero();
            AtomicLong before = new AtomicLong(-1);
            Awaitility.await("the client has stopped writing")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        long now = interop().ask("made", ticket, Long.class);
                        return now == before.getAndSet(now);
                    });
            assertThat(before.get()).isLessThan((long) MANY * PIECE);
            long rest = 1;
            byte[] buffer = new byte[PIECE];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                rest += read;
            }
            assertThat(rest).isEqualTo((long) MANY * PIECE);
        }
    }
}
