package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.core.ManualClock;
import dev.iii.stub.telemetry.data.Scope;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the limits of the stores. */
class StoresTest {

    private static SpanStore store(int maxSpans, long maxBytes) {
        ManualClock clock = new ManualClock();
        return new SpanStore(maxSpans, maxBytes, new SpanReader(true, new UnreadableMessages(clock)));
    }

    private static SpanRecord span(String trace, String id, String name, long end) {
        return new SpanRecord(
                new SpanRecord.Id(trace, id, null),
                name,
                "svc",
                new SpanRecord.Interval(1, end, end == 0),
                new SpanRecord.Result(SpanRecord.Status.UNSET, null),
                new SpanRecord.Details(List.of(), List.of(), List.of(), Scope.UNKNOWN, null));
    }

    private static List<String> names(List<SpanRecord> spans) {
        return spans.stream().map(SpanRecord::name).toList();
    }

    @Test
    void floodOfSpansKeepsTheNewest() {
        SpanStore store = store(100, Long.MAX_VALUE);
        for (int i = 0; i < 10_000; i++) {
            store.add(List.of(span("t" + i % 7, "s" + i, "n" + i, 2)));
        }
        assertThat(store.size()).isEqualTo(100);
        assertThat(names(store.all())).startsWith("n9900").endsWith("n9999");
        assertThat(store.of(List.of("t0", "t1", "t2", "t3", "t4", "t5", "t6"))).hasSize(100);
    }

    @Test
    void aLargeSpanReplacesManySmallOnes() {
        SpanStore store = store(1_000_000, 1 << 20);
        for (int i = 0; i < 1000; i++) {
            store.add(List.of(span("t" + i, "s", "x".repeat(100_000), 2)));
        }
        assertThat(store.size()).isBetween(1, 11);
        assertThat(store.bytes()).isLessThanOrEqualTo(1 << 20);
        store.add(List.of(span("huge", "s", "x".repeat(2_000_000), 2)));
        assertThat(store.bytes()).isLessThanOrEqualTo(1 << 20);
        store.clear();
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(store.of(List.of("t999"))).isEmpty();
    }

    @Test
    void anEndedSpanReplacesThePendingOneButNotViceVersa() {
        SpanStore store = store(10, Long.MAX_VALUE);
        store.add(List.of(span("t", "a", "begun", 0), span("t", "b", "other", 2), span("u", "a", "elsewhere", 0)));
        store.add(List.of(span("t", "a", "ended", 5)));
        store.add(List.of(span("t", "a", "begun too late", 0)));
        assertThat(names(store.all())).containsExactly("ended", "other", "elsewhere");
        assertThat(names(store.of(List.of("t")))).containsExactly("ended", "other");
    }

    @Test
    void historyIsBoundedInNumberBytesAndAge() {
        ManualClock clock = new ManualClock();
        History<String> history =
                new History<>(new History.Bounds(3, 10, Duration.ofMinutes(1)), clock, String::length);
        history.add(List.of("a", "b", "c", "d"));
        assertThat(history.all()).containsExactly("b", "c", "d");
        history.add(List.of("12345678"));
        assertThat(history.all()).containsExactly("c", "d", "12345678");
        history.add(List.of("123"));
        assertThat(history.all()).containsExactly("123");
        clock.advance(Duration.ofSeconds(60));
        assertThat(history.size()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(history.size()).isZero();
        history.add(List.of("x"));
        history.clear();
        assertThat(history.all()).isEmpty();
    }
}
