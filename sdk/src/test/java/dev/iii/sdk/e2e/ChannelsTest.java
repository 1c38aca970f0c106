package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Json;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChannelsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final Worker worker = engine.worker();
    private final String function = unique("channel");

    /** Runs it on a thread of its own. */
    private static <T> CompletableFuture<T> aside(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(task.call());
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                },
                "aside");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String text(Optional<ChannelMessage> message) {
        return message.isPresent() && message.get() instanceof ChannelMessage.Text text ? text.text() : "no text";
    }

    @Test
    void aWriteAfterTheCloseThrows() throws Exception {
        Channel channel = worker.createChannel();
        var unused = aside(() -> channel.reader().inputStream().readAllBytes());
        OutputStream out = channel.writer().outputStream();
        out.write('x');
        out.close();
        out.close();
        out.flush();
        assertThatThrownBy(() -> out.write('y')).isInstanceOf(ChannelException.class);
        assertThatThrownBy(() -> out.write(new byte[10])).isInstanceOf(ChannelException.class);
        assertThatThrownBy(() -> channel.writer().write(new byte[10])).isInstanceOf(ChannelException.class);
    }

    @Test
    void whatGoesIntoTheStreamComesOutOfIt() throws Exception {
        Channel channel = worker.createChannel();
        byte[] sent = bytes(3_000_000);
        CompletableFuture<Boolean> written = aside(() -> {
            try (OutputStream out = channel.writer().outputStream()) {
                out.write(sent, 0, 10);
                out.write(sent[10]);
                out.write(sent, 11, sent.length - 11);
            }
            return true;
        });
        try (InputStream in = channel.reader().inputStream()) {
            assertThat(in.readAllBytes()).isEqualTo(sent);
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(get(written)).isTrue();
    }

    @Test
    void textsAndBytesKeepTheirOrderAndPiecesAreSmall() throws Exception {
        Channel channel = worker.createChannel();
        CompletableFuture<Boolean> written = aside(() -> {
            try (ChannelWriter writer = channel.writer()) {
                writer.sendText("first");
                writer.write(bytes(150_000));
                writer.sendText("");
                writer.sendText("last ü");
            }
            return true;
        });
        ChannelReader reader = channel.reader();
        assertThat(text(reader.next())).isEqualTo("first");
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sizes.add(((ChannelMessage.Bytes) reader.next().orElseThrow()).bytes().length);
        }
        assertThat(sizes).containsExactly(65_536, 65_536, 18_928);
        assertThat(text(reader.next())).isEmpty();
        assertThat(text(reader.next())).isEqualTo("last ü");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
        assertThat(get(written)).isTrue();
    }

    @Test
    void theStreamSkipsTexts() throws Exception {
        Channel channel = worker.createChannel();
        CompletableFuture<Boolean> written = aside(() -> {
            try (ChannelWriter writer = channel.writer()) {
                writer.sendText("a title");
                writer.write(new byte[] {1, 2});
                writer.sendText("a remark");
                writer.write(new byte[] {3});
            }
            return true;
        });
        assertThat(channel.reader().inputStream().readAllBytes()).containsExactly(1, 2, 3);
        assertThat(get(written)).isTrue();
    }

    record Upload(String name, ChannelReader content, ChannelWriter progress) {}

    record Uploaded(String name, int size) {}

    @Test
    void aHandlerGetsTheLiveEndsOfThePayload() throws Exception {
        worker.registerFunction(function, Upload.class, (upload, call) -> {
            try (ChannelWriter progress = upload.progress()) {
                progress.sendText("begun");
                int size = upload.content().inputStream().readAllBytes().length;
                progress.sendText("done");
                return new Uploaded(upload.name(), size);
            }
        });
        Worker caller = engine.worker();
        Channel content = caller.createChannel();
        Channel progress = caller.createChannel();
        CompletableFuture<Uploaded> answer = caller.triggerAsync(
                function, new Upload("picture", content.reader(), progress.writer()), Uploaded.class);
        try (OutputStream out = content.writer().outputStream()) {
            out.write(bytes(200_000));
        }
        assertThat(text(progress.reader().next())).isEqualTo("begun");
        assertThat(text(progress.reader().next())).isEqualTo("done");
        assertThat(progress.reader().next()).isEmpty();
        assertThat(get(answer)).isEqualTo(new Uploaded("picture", 200_000));
    }

    record Box<T>(T content) {}

    record Parcel(Box<Map<String, List<ChannelReader>>> typed, Object untyped, Json json, ChannelRef ref) {}

    @Test
    @SuppressWarnings("unchecked")
    void referencesComeAliveWhereverTheyStand() throws Exception {
        worker.registerFunction(function, Parcel.class, (parcel, call) -> {
            ChannelReader typed = notNull(parcel.typed().content().get("list")).get(0);
            ChannelReader untyped = (ChannelReader)
                    ((List<Map<String, Object>>) parcel.untyped()).get(0).get("deep");
            ChannelReader json = notNull(parcel.json().field("in").as(ChannelReader.class));
            List<String> texts = new ArrayList<>();
            for (ChannelReader reader :
                    List.of(typed, untyped, json, call.worker().openReader(parcel.ref()))) {
                texts.add(text(reader.next()));
                reader.close();
            }
            return texts;
        });
        List<Channel> channels = new ArrayList<>();
        List<CompletableFuture<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Channel channel = worker.createChannel();
            channels.add(channel);
            int number = i;
            writers.add(aside(() -> {
                channel.writer().sendText("text " + number);
                return true;
            }));
        }
        Json answer = worker.trigger(
                function,
                Map.of(
                        "typed",
                                Map.of(
                                        "content",
                                        Map.of("list", List.of(channels.get(0).reader()))),
                        "untyped", List.of(Map.of("deep", channels.get(1).reader())),
                        "json", Map.of("in", channels.get(2).reader()),
                        "ref", channels.get(3).reader().ref()));
        assertThat(answer.text()).isEqualTo("[\"text 0\",\"text 1\",\"text 2\",\"text 3\"]");
        for (CompletableFuture<Boolean> writer : writers) {
            get(writer);
        }
    }

    @Test
    void anEndInAnAnswerIsLiveForTheCaller() throws Exception {
        worker.registerFunction(function, (json, call) -> {
            Channel channel = call.worker().createChannel();
            var unused = aside(() -> {
                try (OutputStream out = channel.writer().outputStream()) {
                    out.write("report".getBytes(StandardCharsets.UTF_8));
                }
                return true;
            });
            return new Box<>(channel.reader());
        });
        Json answer = engine.worker().trigger(function, null);
        ChannelReader reader = notNull(answer.field("content").as(ChannelReader.class));
        assertThat(reader.inputStream().readAllBytes()).asString().isEqualTo("report");
    }

    @Test
    void aWriterWaitsForASlowReaderInBoundedSpace() throws Exception {
        Channel channel = worker.createChannel();
        ChannelWriter writer = channel.writer();
        assertThat(channel.reader().idleTimeout(PATIENCE)).isSameAs(channel.reader());
        byte[] piece = bytes(65_536);
        List<Integer> taken = new ArrayList<>();
        writer.write(piece);
        taken.add(piece.length);
        writer.idleTimeout(Duration.ofMillis(500));
        assertThatIOException()
                .isThrownBy(() -> {
                    while (taken.size() < 10_000) {
                        writer.write(piece);
                        taken.add(piece.length);
                    }
                })
                .isInstanceOf(ChannelException.class)
                .withMessageStartingWith("the reader accepted nothing within 500 ms");
        assertThat(taken.size()).isBetween(1, 1000);

        // The reader goes on with what is there, and then so does the writer.
        CompletableFuture<Boolean> rest = aside(() -> {
            writer.idleTimeout(PATIENCE).write(piece);
            writer.close();
            return true;
        });
        long count = 0;
        try (InputStream in = channel.reader().inputStream()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                count += read;
            }
        }
        assertThat(get(rest)).isTrue();
        assertThat(count).isEqualTo((taken.size() + 1) * 65_536L);
    }

    @Test
    void aReaderThatLeavesEndsTheWriter() throws Exception {
        Channel channel = worker.createChannel();
        CompletableFuture<Boolean> writing = aside(() -> {
            byte[] piece = bytes(65_536);
            while (true) {
                channel.writer().write(piece);
            }
        });
        assertThat(channel.reader().next()).isPresent();
        channel.reader().close();
        assertThat(channel.reader().next()).isEmpty();
        assertThatThrownBy(() -> get(writing)).cause().isInstanceOf(ChannelException.class);
    }

    @Test
    void aReferenceWithAWrongKeyOpensNothingAndTheKeyIsNotTold() throws Exception {
        Channel channel = worker.createChannel();
        ChannelRef wrong = new ChannelRef(channel.reader().ref().channelId(), "not-the-key", ChannelRef.Direction.READ);
        assertThatThrownBy(() -> worker.openReader(wrong).next())
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("the channel cannot be opened: ")
                .hasMessageContaining(wrong.channelId())
                .hasMessageNotContaining("not-the-key");
    }

    @Test
    void theOtherEndIsRefusedAtOnce() {
        Channel channel = worker.createChannel();
        assertThatThrownBy(() -> worker.openReader(channel.writer().ref()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the reference is to the writing end of a channel; expected the reading end");
        worker.registerFunction(function, Upload.class, (upload, call) -> "not reached");
        assertThatThrownBy(() -> worker.trigger(
                        function, Map.of("name", "n", "content", channel.writer(), "progress", channel.writer())))
                .hasMessageContaining("content")
                .hasMessageContaining("reading end of a channel");
    }

    @Test
    void aReadThatWaitsTooLongFails() {
        ChannelReader reader = worker.createChannel().reader().idleTimeout(Duration.ofMillis(50));
        assertThatThrownBy(reader::next)
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("nothing was received within 50 ms on ChannelRef[");
        assertThatThrownBy(() -> reader.idleTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("idleTimeout is PT0S; it must be longer than zero");
    }

    @Test
    void aReadThatIsInterruptedFailsAndKeepsTheInterrupt() throws Exception {
        ChannelReader reader = worker.createChannel().reader();
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<String> outcome = aside(() -> {
            thread.complete(Thread.currentThread());
            started.countDown();
            try {
                return "read " + reader.next();
            } catch (ChannelException e) {
                return e.getMessage() + " " + Thread.currentThread().isInterrupted();
            }
        });
        get(thread).interrupt();
        assertThat(get(outcome))
                .startsWith("the thread was interrupted while it waited for the channel ")
                .endsWith(" true");
    }

    @Test
    void closingTheWorkerEndsItsChannels() throws Exception {
        Worker other = engine.worker();
        ChannelReader reader = other.createChannel().reader();
        CompletableFuture<Boolean> waiting = aside(() -> reader.next().isPresent());
        other.close();
        assertThatThrownBy(() -> get(waiting)).cause().isInstanceOf(ChannelException.class);
        assertThatThrownBy(reader::next).isInstanceOf(ChannelException.class);
    }

    @Test
    void whatWasWrittenBeforeCloseIsThereForALateReader() throws Exception {
        Channel channel = worker.createChannel();
        try (ChannelWriter writer = channel.writer()) {
            writer.write(bytes(100_000));
        }
        assertThat(channel.reader().inputStream().readAllBytes()).isEqualTo(bytes(100_000));
    }

    @Test
    void anEndThatIsClosedUnusedCanBeUsedByWhoHasTheReference() throws Exception {
        Channel channel = worker.createChannel();
        ChannelRef ref = channel.reader().ref();
        channel.reader().close();
        channel.writer().sendText("still there");
        assertThat(text(engine.worker().openReader(ref).next())).isEqualTo("still there");
        channel.writer().close();
    }

    @Test
    void anEndIsGoodForOneUse() throws Exception {
        Channel channel = worker.createChannel();
        channel.writer().sendText("for the first");
        assertThat(text(channel.reader().next())).isEqualTo("for the first");
        ChannelReader second = worker.openReader(channel.reader().ref());
        assertThatThrownBy(second::next)
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("the channel cannot be opened: this worker has already used this end");
        ChannelWriter elsewhere = engine.worker().openWriter(channel.writer().ref());
        assertThatThrownBy(() -> {
                    while (true) {
                        elsewhere.sendText("x");
                    }
                })
                .isInstanceOf(ChannelException.class);
        channel.writer().sendText("still");
        assertThat(text(channel.reader().next())).isEqualTo("still");
        channel.writer().close();
    }

    @Test
    void aTextOverTheLimitIsRefusedBeforeItIsSent() throws Exception {
        Channel channel = worker.createChannel();
        assertThatThrownBy(() -> channel.writer().sendText("x".repeat((1 << 20) + 1)))
                .isInstanceOf(ChannelException.class)
                .hasMessage("the text message has 1048577 bytes, more than the maximum of 1048576");
    }

    @Test
    void aWriterThatIsLostLooksLikeOneThatHasClosed() throws Exception {
        Worker other = engine.worker();
        Channel channel = other.createChannel();
        ChannelReader reader = worker.openReader(channel.reader().ref());
        channel.writer().sendText("begun");
        assertThat(text(reader.next())).isEqualTo("begun");
        other.close();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void whatWasClosedHereSaysSo() throws Exception {
        Channel channel = worker.createChannel();
        channel.writer().sendText("last");
        channel.writer().close();
        assertThatThrownBy(() -> channel.writer().sendText("more"))
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("this end was closed: ChannelRef[");
        ChannelWriter unused = worker.createChannel().writer();
        unused.close();
        assertThatThrownBy(() -> unused.write(new byte[1]))
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("this end was closed: ChannelRef[");
    }

    @Test
    void theEngineKeepsAsManyMessagesAsAskedFor() throws Exception {
        Channel channel = worker.createChannel(1024);
        for (int i = 0; i < 1000; i++) {
            channel.writer().sendText("text " + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(text(channel.reader().next())).isEqualTo("text " + i);
        }
        channel.writer().close();
        assertThatThrownBy(() -> worker.createChannel(1025))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages is 1025; it must be from 1 to 1024");
        assertThatThrownBy(() -> worker.createChannel(0)).hasMessage("messages is 0; it must be from 1 to 1024");
    }

    @Test
    void argumentsOfTheEndsAreChecked() {
        Channel channel = worker.createChannel();
        assertThatThrownBy(() -> channel.writer().sendText(Engine.nothing())).hasMessage("text is null");
        assertThatThrownBy(() -> channel.writer().write(Engine.<byte[]>nothing()))
                .hasMessage("bytes is null");
        assertThatThrownBy(() -> channel.reader().idleTimeout(Engine.nothing()))
                .hasMessage("idleTimeout is null; it must be longer than zero");
    }
}
