package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.ManualClock;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests messages with spans that are not read when they arrive. */
class WaitingSpansTest {

    private static final SpanReader READER = reader();

    /** A message with this span is read without success. */
    private static final String UNREADABLE = Recorder.ended("t", "unreadable", "n", ",\"kind\":\"x\"");

    private final Recorder recorder = Recorder.withDefaults();

    private static SpanReader reader() {
        return new SpanReader(true, new UnreadableMessages(new ManualClock()));
    }

    private static byte[] message(String... spans) {
        return ("OTLP" + Recorder.request("resourceSpans", "scopeSpans", "spans", spans))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Sends as many spans as are read at once in the current second. */
    private void exhaustTheRate() {
        recorder.spans(IntStream.range(0, SpanRate.LOW)
                .mapToObj(i -> Recorder.ended("first", "s" + i, "first", ""))
                .toArray(String[]::new));
    }

    @Test
    void storeHasTheSameContentAsIfEachMessageWereReadAtOnce() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            int maxSpans = 1 + random.nextInt(40);
            long maxBytes = random.nextInt(3) == 0 ? 2000 + random.nextInt(20_000) : Long.MAX_VALUE;
            SpanStore later = new SpanStore(maxSpans, maxBytes, READER);
            SpanStore atOnce = new SpanStore(maxSpans, maxBytes, READER);
            int ids = random.nextBoolean() ? 30 : 100_000;
            for (int step = 0; step < 60; step++) {
                step(random, ids, later, atOnce);
                if (random.nextInt(10) == 0) {
                    assertThat(later.all()).as("seed %d", seed).isEqualTo(atOnce.all());
                    assertThat(later.bytes()).as("seed %d", seed).isEqualTo(atOnce.bytes());
                }
            }
            List<String> traces = List.of("t0", "t1", "t2");
            assertThat(later.of(traces)).as("seed %d", seed).isEqualTo(atOnce.of(traces));
            assertThat(later.all()).as("seed %d", seed).isEqualTo(atOnce.all());
            assertThat(later.size()).as("seed %d", seed).isEqualTo(atOnce.size());
        }
    }

    private static void step(Random random, int ids, SpanStore later, SpanStore atOnce) {
        List<String> spans = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            String trace = "t" + random.nextInt(3);
            String id = "s" + random.nextInt(ids);
            String name = "x".repeat(random.nextInt(300));
            spans.add(
                    random.nextInt(30) == 0
                            ? Recorder.span(trace, id, name, 1, 0, "")
                            : Recorder.ended(trace, id, name, ""));
        }
        byte[] message = message(spans.toArray(String[]::new));
        long[] keys = SpanKeys.of(message, SpanReader.PREFIX);
        if (random.nextInt(100) == 0) {
            later.clear();
            atOnce.clear();
        } else if (keys == null || random.nextInt(4) == 0) {
            later.add(READER.read(message));
            atOnce.add(READER.read(message));
        } else {
            later.addMessage(message, keys);
            atOnce.add(READER.read(message));
        }
    }

    @Test
    void aFloodOfMessagesKeepsTheNewestSpansInOrder() {
        exhaustTheRate();
        for (int i = 0; i < 250; i++) {
            int number = i;
            recorder.spans(IntStream.range(0, 100)
                    .mapToObj(j -> Recorder.ended("t" + number, "s" + j, "n" + number + "-" + j, ""))
                    .toArray(String[]::new));
        }
        List<SpanRecord> spans = recorder.telemetry.spans();
        assertThat(spans).hasSize(TelemetrySettings.DEFAULT_MAX_SPANS);
        assertThat(spans.get(0).name()).isEqualTo("n50-0");
        assertThat(spans.get(spans.size() - 1).name()).isEqualTo("n249-99");
    }

    @Test
    void spansOfAMessageThatWaitsAreFound() {
        exhaustTheRate();
        recorder.spans(Recorder.ended("t", "a", "waits", ""));
        assertThat(recorder.names("{\"trace_id\":\"t\"}")).containsExactly("waits");
        assertThat(recorder.gets("engine::health::check", "{}")
                        .at("/components/spans/details/stored_spans")
                        .intValue())
                .isEqualTo(SpanRate.LOW + 1);
    }

    @Test
    void aMessageThatCannotBeReadIsLoggedWhenSpansAreNeeded() {
        List<String> logged = logged(lines -> {
            exhaustTheRate();
            recorder.spans(UNREADABLE);
            assertThat(lines).isEmpty();
            assertThat(recorder.telemetry.spans()).hasSize(SpanRate.LOW);
            recorder.test.clock.advance(Duration.ofSeconds(10));
            recorder.spans(UNREADABLE);
        });
        assertThat(logged)
                .containsExactly(
                        "A message with spans of a worker is dropped: kind must be a whole number",
                        "A message with spans of a worker is dropped: kind must be a whole number");
    }

    @Test
    void messagesWaitInTheSpaceThatSpansLeave() {
        SpanStore store = new SpanStore(1_000_000, 100_000, reader());
        theOldestIsReadAfter(9, store);
    }

    @Test
    void messagesHaveHalfOfTheSpaceIfSpansUseAll() {
        SpanStore store = new SpanStore(1_000_000, 100_000, reader());
        store.add(READER.read(message(Recorder.ended("t", "first", "x".repeat(95_000), ""))));
        theOldestIsReadAfter(4, store);
    }

    /** Asserts that the oldest message waits while a number of large messages follow, and is read when one more arrives. */
    private static void theOldestIsReadAfter(int count, SpanStore store) {
        List<String> logged = logged(lines -> {
            add(store, UNREADABLE);
            for (int i = 0; i < count; i++) {
                add(store, Recorder.ended("t", "s" + i, "x".repeat(10_000), ""));
            }
            assertThat(lines).isEmpty();
            add(store, Recorder.ended("t", "last", "x".repeat(10_000), ""));
        });
        assertThat(logged).hasSize(1);
    }

    private static void add(SpanStore store, String span) {
        byte[] message = message(span);
        long[] keys = SpanKeys.of(message, SpanReader.PREFIX);
        if (keys == null) {
            throw new AssertionError("the message has an unusual form");
        }
        store.addMessage(message, keys);
    }

    /** Returns what is logged about messages while a test runs. The test sees the lines, too. */
    private static List<String> logged(Consumer<List<ILoggingEvent>> test) {
        Logger logger = (Logger) LoggerFactory.getLogger(Intake.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        try {
            test.accept(logged.list);
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void triggersReceiveSpansBeyondTheRate() {
        exhaustTheRate();
        var handler = recorder.handler("on-span", "trace", "{}");
        recorder.spans(Recorder.ended("t", "a", "n", ""));
        recorder.test.clock.advance(TraceTriggers.WINDOW);
        assertThat(handler.heard())
                .singleElement(InstanceOfAssertFactories.type(InvokeFunction.class))
                .satisfies(call -> assertThat(call.data().text()).isEqualTo("{\"trace_ids\":[\"t\"]}"));
    }
}
