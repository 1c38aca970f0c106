package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamAuthRequest;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamPath;
import dev.iii.sdk.stream.StreamSubscription;
import dev.iii.sdk.trigger.StreamJoinDecision;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamJoinTrigger;
import dev.iii.sdk.trigger.StreamLeaveEvent;
import dev.iii.sdk.trigger.StreamLeaveTrigger;
import dev.iii.sdk.trigger.StreamTrigger;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {

    record Line(String sku, int quantity) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String stream = unique("carts");
    private final String function = unique("fn");
    private final BlockingQueue<StreamEvent<Line>> seen = new LinkedBlockingQueue<>();

    private StreamEvent<Line> next() throws InterruptedException {
        return Engine.notNull(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void itemsAreKeptChangedAndListed() {
        Worker worker = engine.worker();
        assertThat(worker.streams().get(stream, "u", "a", Line.class)).isEmpty();
        worker.streams().set(stream, "u", "a", new Line("A", 1));
        assertThat(worker.streams()
                        .update(stream, "u", "a", StateUpdate.create().increment("quantity", 2))
                        .newValue(Line.class))
                .contains(new Line("A", 3));
        assertThat(worker.streams().list(stream, "u", Line.class)).containsExactly(new Line("A", 3));
        assertThat(worker.streams().listGroups(stream)).containsExactly("u");
        assertThat(worker.streams().listAll()).anyMatch(each -> each.name().equals(stream));
        assertThat(worker.streams().delete(stream, "u", "a").orElseThrow().as(Line.class))
                .isEqualTo(new Line("A", 3));
        assertThat(worker.streams().delete(stream, "u", "a")).isEmpty();
    }

    @Test
    void aStreamTriggerFiresWithTypedEvents() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(function, StreamEvent.of(Line.class), (event, call) -> seen.add(event));
        worker.registerTrigger(StreamTrigger.stream(stream).group("u"), function)
                .awaitConfirmed(PATIENCE);
        worker.streams().set(stream, "other", "a", new Line("X", 1));
        worker.streams().set(stream, "u", "a", new Line("A", 1));
        assertThat(next())
                .isInstanceOf(StreamEvent.Created.class)
                .extracting(StreamEvent::path)
                .extracting(path -> path.item().orElseThrow())
                .isEqualTo("a");
        worker.streams().send(stream, "u", "paid", 5);
        StreamEvent<Line> sent = next();
        assertThat(sent).isInstanceOf(StreamEvent.Custom.class);
        assertThat(((StreamEvent.Custom<Line>) sent).data().text()).isEqualTo("5");
    }

    @Test
    void aConsumerSeesWhatIsThereAndWhatHappens() throws Exception {
        Worker worker = engine.worker();
        worker.streams().set(stream, "u", "a", new Line("A", 1));
        try (StreamConsumer consumer = Iii.connectStreams(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name("test-consumer").build())) {
            consumer.join(stream, "u", Line.class, seen::add).joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(((StreamEvent.Synced<Line>) next()).items()).isEqualTo(List.of(new Line("A", 1)));
            worker.streams().set(stream, "u", "a", new Line("A", 2));
            assertThat(((StreamEvent.Updated<Line>) next()).item()).isEqualTo(new Line("A", 2));
        }
    }

    @Test
    void whoJoinsAndLeavesIsToldAndMayBeRefused() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<StreamJoinEvent> joins = new LinkedBlockingQueue<>();
        BlockingQueue<StreamLeaveEvent> leaves = new LinkedBlockingQueue<>();
        worker.registerFunction(function + "-join", StreamJoinEvent.class, (event, call) -> {
            if (!event.path().stream().equals(stream)) {
                return StreamJoinDecision.ALLOW;
            }
            joins.add(event);
            return event.path().group().equals("closed") ? StreamJoinDecision.REFUSE : StreamJoinDecision.ALLOW;
        });
        worker.registerFunction(function + "-leave", StreamLeaveEvent.class, (event, call) -> leaves.add(event));
        worker.registerTrigger(StreamJoinTrigger.any(), function + "-join").awaitConfirmed(PATIENCE);
        worker.registerTrigger(StreamLeaveTrigger.any(), function + "-leave").awaitConfirmed(PATIENCE);
        try (StreamConsumer consumer = Iii.connectStreams(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name("test-consumer").build())) {
            StreamSubscription item = consumer.joinItem(stream, "open", "a", Line.class, seen::add);
            item.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            StreamJoinEvent join = Engine.notNull(joins.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertThat(join.subscriptionId()).isEqualTo(item.id());
            assertThat(join.path()).isEqualTo(new StreamPath(stream, "open", Optional.of("a")));
            StreamSubscription refused = consumer.join(stream, "closed", Line.class, seen::add);
            assertThatThrownBy(() -> refused.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(FunctionException.class);
            item.close();
            // An engine may tell of the refused one as well.
            StreamLeaveEvent left = new StreamLeaveEvent(item.id(), join.path(), Optional.empty());
            Awaitility.await().atMost(PATIENCE).until(() -> leaves.contains(left));
        }
        assertThat(next()).isInstanceOf(StreamEvent.Synced.class);
        assertThat(next()).isInstanceOf(StreamEvent.Unauthorized.class);
    }

    @Test
    void aLostConsumerLeavesItsStreams() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<StreamLeaveEvent> leaves = new LinkedBlockingQueue<>();
        worker.registerFunction(function, StreamLeaveEvent.class, (event, call) -> leaves.add(event));
        worker.registerTrigger(StreamLeaveTrigger.any(), function).awaitConfirmed(PATIENCE);
        String id;
        try (StreamConsumer consumer = Iii.connectStreams(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name("test-consumer").build())) {
            StreamSubscription group = consumer.join(stream, "u", Line.class, seen::add);
            group.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            id = group.id();
        }
        StreamLeaveEvent leave = Engine.notNull(leaves.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(leave.subscriptionId()).isEqualTo(id);
        assertThat(leave.path()).isEqualTo(new StreamPath(stream, "u", Optional.empty()));
    }

    record Parcel(ChannelReader content) {}

    @Test
    void aConsumerOfAWorkerReadsAsTheWorkerDoes() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<StreamEvent<Parcel>> parcels = new LinkedBlockingQueue<>();
        try (StreamConsumer consumer = worker.streams()
                .consumer(
                        engine.streamUrl(),
                        StreamConsumerOptions.builder().name("test-consumer").build())) {
            consumer.join(stream, "u", Parcel.class, parcels::add).joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Channel channel = worker.createChannel();
            channel.writer().sendText("alive");
            worker.streams().set(stream, "u", "a", new Parcel(channel.reader()));
            parcels.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            StreamEvent<Parcel> event = Engine.notNull(parcels.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            ChannelReader content = ((StreamEvent.Created<Parcel>) event).item().content();
            assertThat(content.next()).contains(new ChannelMessage.Text("alive"));
            content.close();
        }
    }

    @Test
    void whoConnectsIsKnownToThoseWhoLetIn(@TempDir Path folder) throws Exception {
        engine.onlyOnTheStub("the auth function of the stream port is a matter of configuration");
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                workers:
                  - name: iii-worker-manager
                    config: { host: 127.0.0.1, port: 0 }
                  - name: iii-stream
                    config: { host: 127.0.0.1, port: 0, auth_function: "test::auth" }
                """);
        BlockingQueue<StreamAuthRequest> requests = new LinkedBlockingQueue<>();
        BlockingQueue<StreamJoinEvent> joins = new LinkedBlockingQueue<>();
        try (EngineStub stub = EngineStub.start(
                StubOptions.builder().configFile(config).port(0).streamPort(0).build())) {
            Worker worker =
                    engine.worker(stub.workerUrl().toString(), Engine.options().build());
            worker.registerFunction("test::auth", StreamAuthRequest.class, (request, call) -> {
                requests.add(request);
                return request.context(Map.of("user", request.parameter("user").orElse("")));
            });
            worker.registerFunction("test::join", StreamJoinEvent.class, (event, call) -> {
                joins.add(event);
                return StreamJoinDecision.ALLOW;
            });
            worker.registerTrigger(StreamJoinTrigger.any(), "test::join").awaitConfirmed(PATIENCE);
            try (StreamConsumer consumer = Iii.connectStreams(
                    stub.streamUrl() + "?user=J%C3%BCrg%20M&token=secret",
                    StreamConsumerOptions.builder()
                            .name("test-consumer")
                            .header("X-Auth", "secret")
                            .build())) {
                consumer.join(stream, "u", Line.class, seen::add).joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            StreamAuthRequest request = requests.remove();
            assertThat(request.header("x-auth")).contains("secret");
            assertThat(request.parameter("user")).contains("J\u00fcrg M");
            assertThat(request.path()).isEqualTo("/");
            assertThat(request.clientAddress()).startsWith("127.0.0.1:");
            assertThat(request.toString()).contains("token").doesNotContain("secret");
            assertThat(joins.remove().context().orElseThrow().text()).isEqualTo("{\"user\":\"J\u00fcrg M\"}");
        }
    }
}
