package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aPercentileIsOneOfTheTimes() {
        Latencies hundred = Latencies.of(
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());
        assertThat(hundred.p50()).isEqualTo(50);
        assertThat(hundred.p99()).isEqualTo(99);
        assertThat(hundred.min()).isEqualTo(1);
        assertThat(hundred.max()).isEqualTo(100);
    }

    @Test
    void aSingleTimeIsEveryPercentile() {
        Latencies one = Latencies.of(7);
        assertThat(one.p50()).isEqualTo(7);
        assertThat(one.p99()).isEqualTo(7);
    }

    @Test
    void callsWithoutAResultAreLeftOut() {
        Latencies times = Latencies.of(3, Double.NaN, 1);
        assertThat(times.count()).isEqualTo(2);
        assertThat(times.max()).isEqualTo(3);
        assertThat(Latencies.of(Double.NaN).p50()).isNaN();
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Latencies.median(9, 1, 5)).isEqualTo(5);
        assertThat(Latencies.median(9, 1, 5, 7)).isEqualTo(6);
        assertThat(Latencies.median()).isNaN();
    }
}
