package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.StreamTrigger;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
}
