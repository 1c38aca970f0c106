package dev.iii.stub.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.DedicatedThread;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channel.Reader.Read;
import dev.iii.stub.core.channel.Channel.Writer.Offered;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.transport.SharedLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the messages that wait in a channel, without sockets. */
class StoredChannelTest {

    private int room;
    private int more;
    private int removed;

    private final StoredChannel channel =
            new StoredChannel("id", "the-key", 3, 0, () -> removed++, SharedLimits.ofProcess(), Runnable::run);

    private Channel.Writer writer() {
        return channel.takeWriter(() -> room++).orElseThrow();
    }

    private Channel.Reader reader() {
        return channel.takeReader(() -> more++).orElseThrow();
    }

    private static ChannelMessage message(String text) {
        return ChannelMessage.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Read read) {
        return read instanceof Read.Message message
                ? new String(message.message().bytes(), StandardCharsets.UTF_8)
                : read.getClass().getSimpleName();
    }

    @Test
    void messagesWaitInOrderUntilTheReaderConnects() {
        Channel.Writer writer = writer();
        assertThat(writer.offer(message("a"))).isEqualTo(Offered.ROOM);
        assertThat(writer.offer(message("b"))).isEqualTo(Offered.ROOM);
        writer.close();
        Channel.Reader reader = reader();
        assertThat(text(reader.poll())).isEqualTo("a");
        assertThat(text(reader.poll())).isEqualTo("b");
        assertThat(reader.poll()).isEqualTo(Read.END);
        assertThat(reader.poll()).isEqualTo(Read.END);
    }

    @Test
    void messagesThatTakeTooMuchMemoryAreDroppedAndBothEndsFindTheChannelBroken() {
        SharedLimits limits = SharedLimits.forHeap(4_000_000);
        List<Runnable> later = new ArrayList<>();
        StoredChannel large = new StoredChannel("id", "key", 64, 0, () -> removed++, limits, later::add);
        StoredChannel small = new StoredChannel("id", "key", 64, 0, () -> removed++, limits, later::add);
        Channel.Writer writer = large.takeWriter(() -> room++).orElseThrow();
        Channel.Writer other = small.takeWriter(() -> {}).orElseThrow();
        other.offer(ChannelMessage.binary(new byte[200_000]));
        for (int i = 0; i < 4; i++) {
            assertThat(later).isEmpty();
            assertThat(writer.offer(ChannelMessage.binary(new byte[240_000]))).isEqualTo(Offered.ROOM);
        }

        assertThat(later).hasSize(1);
        later.get(0).run();
        assertThat(writer.offer(message("more"))).isEqualTo(Offered.GONE);
        assertThat(room).isEqualTo(1);
        assertThat(removed).isEqualTo(1);
        Channel.Reader reader = large.takeReader(() -> more++).orElseThrow();
        assertThat(reader.poll()).isEqualTo(Read.BROKEN);
        assertThat(limits.waitingBytes()).isEqualTo(200_000);
        Channel.Reader served = small.takeReader(() -> {}).orElseThrow();
        assertThat(served.poll()).isInstanceOf(Read.Message.class);
        assertThat(limits.waitingBytes()).isZero();
    }

    @Test
    void aFullChannelStopsTheWriterUntilAMessageIsRead() {
        Channel.Writer writer = writer();
        writer.offer(message("a"));
        writer.offer(message("b"));
        assertThat(writer.offer(message("c"))).isEqualTo(Offered.FULL);
        assertThat(writer.offer(message("d"))).isEqualTo(Offered.FULL);
        Channel.Reader reader = reader();
        assertThat(text(reader.poll())).isEqualTo("a");
        assertThat(room).isZero();
        assertThat(text(reader.poll())).isEqualTo("b");
        assertThat(room).isEqualTo(1);
        assertThat(text(reader.poll())).isEqualTo("c");
        assertThat(room).isEqualTo(1);
    }

    @Test
    void aChannelIsAlsoBoundedInBytes() {
        byte[] half = new byte[(int) (StoredChannel.MAX_BYTES / 2)];
        Channel.Writer writer = writer();
        assertThat(writer.offer(ChannelMessage.binary(half))).isEqualTo(Offered.ROOM);
        assertThat(writer.offer(ChannelMessage.binary(half))).isEqualTo(Offered.FULL);
        reader().poll();
        assertThat(room).isEqualTo(1);
    }

    @Test
    void aReaderThatFoundNoMessageIsNotifiedOnce() {
        Channel.Reader reader = reader();
        Channel.Writer writer = writer();
        writer.offer(message("a"));
        assertThat(more).isZero();
        assertThat(text(reader.poll())).isEqualTo("a");
        assertThat(reader.poll()).isEqualTo(Read.NOTHING);
        writer.offer(message("b"));
        writer.offer(message("c"));
        assertThat(more).isEqualTo(1);
        reader.poll();
        reader.poll();
        assertThat(reader.poll()).isEqualTo(Read.NOTHING);
        writer.close();
        assertThat(more).isEqualTo(2);
        assertThat(reader.poll()).isEqualTo(Read.END);
    }

    @Test
    void theWriterIsNotifiedWhenTheReaderCloses() {
        Channel.Writer writer = writer();
        writer.offer(message("a"));
        Channel.Reader reader = reader();
        reader.close();
        reader.close();
        assertThat(room).isEqualTo(1);
        assertThat(writer.offer(message("b"))).isEqualTo(Offered.GONE);
        assertThat(reader.poll()).isEqualTo(Read.END);
    }

    @Test
    void eachEndCanBeTakenOnlyOnce() {
        writer();
        reader();
        assertThat(channel.takeWriter(() -> {})).isEmpty();
        assertThat(channel.takeReader(() -> {})).isEmpty();
        assertThat(channel.isWaitingForAnEnd()).isFalse();
    }

    @Test
    void removingClosesTheFreeEnds() {
        Channel.Reader reader = reader();
        assertThat(reader.poll()).isEqualTo(Read.NOTHING);
        channel.remove();
        assertThat(removed).isEqualTo(1);
        assertThat(more).isEqualTo(1);
        assertThat(reader.poll()).isEqualTo(Read.END);
        assertThat(channel.takeWriter(() -> {})).isEmpty();
    }

    @Test
    void aTakenEndStaysOpenWhenTheChannelIsRemoved() {
        Channel.Writer writer = writer();
        Channel.Reader reader = reader();
        channel.remove();
        assertThat(writer.offer(message("a"))).isEqualTo(Offered.ROOM);
        assertThat(text(reader.poll())).isEqualTo("a");
    }

    @Test
    void theKeyIsCheckedAndNeverShown() {
        assertThat(channel.opensWith("the-key")).isTrue();
        assertThat(channel.opensWith("the-ke")).isFalse();
        assertThat(channel.opensWith("")).isFalse();
        assertThat(channel.toString()).contains("id").doesNotContain("the-key");
        assertThat(message("secret").toString()).doesNotContain("secret");
    }

    @Test
    void nothingIsLostBetweenTwoThreads() {
        int count = 200_000;
        Semaphore roomAgain = new Semaphore(0);
        Semaphore moreCame = new Semaphore(0);
        StoredChannel shared = new StoredChannel("id", "key", 4, 0, () -> {}, SharedLimits.ofProcess(), Runnable::run);
        Channel.Writer writer = shared.takeWriter(roomAgain::release).orElseThrow();
        Channel.Reader reader = shared.takeReader(moreCame::release).orElseThrow();
        CompletableFuture<Void> writing = DedicatedThread.run(() -> {
            for (int i = 0; i < count; i++) {
                if (writer.offer(message(Integer.toString(i))) == Offered.FULL) {
                    acquire(roomAgain);
                }
            }
            writer.close();
        });
        int next = 0;
        while (true) {
            Read read = reader.poll();
            if (read instanceof Read.End) {
                break;
            }
            if (read instanceof Read.Nothing) {
                acquire(moreCame);
            } else {
                assertThat(text(read)).isEqualTo(Integer.toString(next++));
            }
        }
        assertThat(next).isEqualTo(count);
        writing.join();
    }

    private static void acquire(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
