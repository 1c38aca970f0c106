package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The sockets of channels, seen from the engine's side. */
class ChannelSocketsTest {

    private static final String KEY = "CANARY-key/+?&=";

    private final BlockingQueue<UpgradeRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<Connection>> sockets = new LinkedBlockingQueue<>();
    private final FakeEngine engine = engine();
    private final Worker worker = Iii.registerWorker(
            engine.url(),
            Engine.options().header("authorization", "Bearer CANARY-token").build());

    private FakeEngine engine() {
        try {
            return new FakeEngine(request -> {
                requests.add(request);
                CompletableFuture<Connection> socket = new CompletableFuture<>();
                if (request.path().startsWith("/ws/channels/")) {
                    sockets.add(socket);
                }
                return CompletableFuture.completedFuture(
                        new UpgradeDecision.Accept(new Opened(socket), Limits.DEFAULT));
            });
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Opened(CompletableFuture<Connection> socket) implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            socket.complete(connection);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {}

        @Override
        public void onBinary(Connection connection, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {}
    }

    private static ChannelRef ref(String id, ChannelRef.Direction direction) {
        return new ChannelRef(id, KEY, direction);
    }

    private UpgradeRequest channelRequest() throws Exception {
        UpgradeRequest request = Engine.notNull(requests.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        return request.path().startsWith("/ws/channels/") ? request : channelRequest();
    }

    private Connection socket() throws Exception {
        return Engine.notNull(sockets.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        worker.close();
        engine.close();
    }

    @Test
    void theSocketHasTheHeadersOfTheWorkerAndAKeyThatArrivesAsItIs() throws Exception {
        worker.openWriter(ref("c 1", ChannelRef.Direction.WRITE)).sendText("x");
        UpgradeRequest request = channelRequest();
        assertThat(request.path()).isEqualTo("/ws/channels/c%201");
        assertThat(request.query()).isEqualTo("key=CANARY-key%2F%2B%3F%26%3D&dir=write");
        assertThat(request.headers()).containsEntry("authorization", List.of("Bearer CANARY-token"));
    }

    @Test
    void aChannelThatBreaksIsNoEnd() throws Exception {
        ChannelReader reader = worker.openReader(ref("broken", ChannelRef.Direction.READ));
        BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                messages.add(reader.next().orElseThrow());
                return "read " + reader.next();
            } catch (ChannelException e) {
                return String.valueOf(e.getMessage());
            }
        });
        Connection socket = socket();
        byte[] text = "open".getBytes(StandardCharsets.UTF_8);
        socket.sendText(text, 0, text.length, Lane.DATA);
        socket.flush();
        // A channel that breaks before its reader has opened it is reported in other words.
        assertThat(messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new ChannelMessage.Text("open"));
        socket.abort("test");
        assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .startsWith("the channel broke: ")
                .doesNotContain("CANARY");
    }

    @Test
    void aWriterThatIsClosedByTheOtherSideSaysThatNotAllMayHaveArrived() throws Exception {
        ChannelWriter writer = worker.openWriter(ref("left", ChannelRef.Direction.WRITE));
        writer.write(new byte[10]);
        Connection socket = socket();
        socket.close(Closing.NORMAL, "");
        org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> socket.remoteAddress() == null);
        assertThatThrownBy(writer::close)
                .isInstanceOf(ChannelException.class)
                .hasMessageStartingWith("the reader closed the channel and may not have received everything");
        writer.close();
    }

    @Test
    void theKeyIsInNoLogAndInNoText() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try {
            ChannelReader reader = worker.openReader(ref("secret", ChannelRef.Direction.READ));
            ChannelWriter writer = worker.openWriter(ref("secret", ChannelRef.Direction.WRITE));
            writer.sendText("x");
            socket().abort("test");
            assertThatThrownBy(() -> {
                        while (true) {
                            writer.sendText("x");
                        }
                    })
                    .hasMessageNotContaining("CANARY");
            reader.close();
            assertThat(List.of(
                            reader.toString(), writer.toString(), reader.ref().toString()))
                    .noneMatch(text -> text.contains("CANARY"));
            assertThat(new Channel(writer, reader).toString()).doesNotContain("CANARY");
        } finally {
            root.setLevel(level);
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .isNotEmpty()
                .extracting(
                        event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .noneMatch(text -> text.contains("CANARY"));
    }
}
