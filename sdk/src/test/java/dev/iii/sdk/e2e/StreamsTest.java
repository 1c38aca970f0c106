package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionException;
import dev.iii.sdk.Worker;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamPlace;
import dev.iii.sdk.stream.StreamSubscription;
import dev.iii.sdk.trigger.JoinDecision;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamJoinTrigger;
import dev.iii.sdk.trigger.StreamLeaveEvent;
import dev.iii.sdk.trigger.StreamLeaveTrigger;
import dev.iii.sdk.trigger.StreamTrigger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
                        .update(stream, "u", "a", StateUpdate.begin().increment("quantity", 2))
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
                .extracting(StreamEvent::place)
                .extracting(place -> place.item().orElseThrow())
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
        try (StreamConsumer consumer = StreamConsumer.connect(
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
            if (!event.place().stream().equals(stream)) {
                return JoinDecision.ALLOW;
            }
            joins.add(event);
            return event.place().group().equals("closed") ? JoinDecision.REFUSE : JoinDecision.ALLOW;
        });
        worker.registerFunction(function + "-leave", StreamLeaveEvent.class, (event, call) -> leaves.add(event));
        worker.registerTrigger(StreamJoinTrigger.any(), function + "-join").awaitConfirmed(PATIENCE);
        worker.registerTrigger(StreamLeaveTrigger.any(), function + "-leave").awaitConfirmed(PATIENCE);
        try (StreamConsumer consumer = StreamConsumer.connect(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name("test-consumer").build())) {
            StreamSubscription item = consumer.joinItem(stream, "open", "a", Line.class, seen::add);
            item.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            StreamJoinEvent join = Engine.notNull(joins.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertThat(join.subscriptionId()).isEqualTo(item.id());
            assertThat(join.place()).isEqualTo(new StreamPlace(stream, "open", Optional.of("a")));
            StreamSubscription refused = consumer.join(stream, "closed", Line.class, seen::add);
            assertThatThrownBy(() -> refused.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(FunctionException.class);
            item.close();
            // An engine may tell of the refused one as well.
            StreamLeaveEvent left = new StreamLeaveEvent(item.id(), join.place(), Optional.empty());
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
        try (StreamConsumer consumer = StreamConsumer.connect(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name("test-consumer").build())) {
            StreamSubscription group = consumer.join(stream, "u", Line.class, seen::add);
            group.joined().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            id = group.id();
        }
        StreamLeaveEvent leave = Engine.notNull(leaves.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(leave.subscriptionId()).isEqualTo(id);
        assertThat(leave.place()).isEqualTo(new StreamPlace(stream, "u", Optional.empty()));
    }
}
