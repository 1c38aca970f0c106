package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.EngineStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the benchmarks that need no process of their own, with few calls. */
class BenchmarksTest {

    private static EngineStub stub;

    @BeforeAll
    static void start() {
        stub = EngineStub.start();
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roundtrip URL 20 100 8 --warm-up 50",
                "roundtrip URL 20 100 8 --warm-up 0 --blocking --quick",
                "roundtrip URL 20 100 8 --warm-up 50 --telemetry",
                "inflight URL 100 --windows 1,200 --warm-up 50",
                "functions URL 100 --counts 1,300 --warm-up 50",
                "fanout URL 100 --subscribers 1,20 --warm-up 50",
                "slow URL 50 --sleeps 0,1000 --rounds 1 --warm-up 50",
            })
    void everyBenchmarkEndsWithItsLine(String commandLine) throws Exception {
        List<String> words = new ArrayList<>(
                List.of(commandLine.replace("URL", stub.workerUrl().toString()).split(" ", -1)));
        Benchmark benchmark = Objects.requireNonNull(Main.benchmarks().get(words.remove(0)));
        JsonLine line = benchmark.run(benchmark.parameters().parse(words));
        // On a busy machine, a call may be lost, because it takes more than two seconds.
        assertThat(line.toString())
                .startsWith("{\"benchmark\":\"" + commandLine.split(" ", -1)[0] + "\",")
                .contains("\"lost\":")
                .endsWith("}");
    }
}
