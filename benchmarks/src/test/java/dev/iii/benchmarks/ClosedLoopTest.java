package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

    @Test
    void aCallThatEndsStartsTheNextOne() throws Exception {
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        List<Integer> openAtStart = new ArrayList<>();
        ClosedLoop.Result result = ClosedLoop.run(10, 3, index -> {
            calls.add(new CompletableFuture<>());
            openAtStart.add((int) calls.stream().filter(call -> !call.isDone()).count());
            // From the third call on, each call completes the one before the previous one; the last call completes the
            // rest.
            for (int i = Math.max(0, index - 2); index >= 2 && i <= (index == 9 ? 9 : index - 2); i++) {
                calls.get(i).complete(i);
            }
            return calls.get(index);
        });
        assertThat(openAtStart).containsExactly(1, 2, 3, 3, 3, 3, 3, 3, 3, 3);
        assertThat(result.results()).isEqualTo(10);
        assertThat(result.latencies().count()).isEqualTo(10);
    }

    @Test
    void aCallThatTimesOutIsLostAndNotRepeated() throws Exception {
        ClosedLoop.Result result = ClosedLoop.run(
                4,
                2,
                index -> index == 1
                        ? CompletableFuture.failedFuture(new TimeoutException())
                        : CompletableFuture.completedFuture(index));
        assertThat(result.results()).isEqualTo(3);
        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.latencies().count()).isEqualTo(3);
    }

    @Test
    void anyOtherFailureEndsTheMeasurement() {
        IllegalArgumentException problem = new IllegalArgumentException("no");
        assertThatThrownBy(() -> ClosedLoop.run(4, 2, index -> CompletableFuture.failedFuture(problem)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(problem);
        assertThatThrownBy(() -> ClosedLoop.runBlocking(4, 2, () -> {
                    throw problem;
                }))
                .hasCause(problem);
    }

    @Test
    void blockedThreadsShareTheCalls() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ClosedLoop.Result result = ClosedLoop.runBlocking(100, 4, made::incrementAndGet);
        assertThat(made).hasValue(100);
        assertThat(result.results()).isEqualTo(100);
    }
}
