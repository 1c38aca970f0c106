package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The scenarios of a folder as tests. They mostly wait, so they are divided among several engines, which play them at the same
 * time. Each engine plays its scenarios one after the other.
 */
final class VectorSuite {

    /** How many times in a row on one engine. */
    static final int TIMES = Integer.getInteger("iii.vectors.times", 1);

    /** How many engines play the scenarios of a large folder at the same time. */
    static final int ENGINES = 4;

    /** The maximum time of the scenarios that an engine plays before one of them. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final VectorFolder folder;
    private final List<EngineUnderTest> engines;

    VectorSuite(VectorFolder folder, List<EngineUnderTest> engines) {
        this.folder = folder;
        this.engines = engines;
    }

    /**
     * What {@code -Diii.vectors.only=http-*,ping-pong} asks for (all without it), as many times in a row as
     * {@code -Diii.vectors.times=3} says.
     */
    Stream<DynamicTest> askedFor() {
        SkipList only = new SkipList(
                Arrays.stream(System.getProperty("iii.vectors.only", "*").split(","))
                        .map(pattern -> new SkipList.Entry(pattern.strip(), ""))
                        .toList());
        return tests(only, TIMES);
    }

    /** Each test plays its scenario, or waits until the thread of its engine has played it. */
    Stream<DynamicTest> tests(SkipList only, int times) {
        List<Scenario> once = folder.scenarios().stream()
                .filter(scenario -> only.reason(scenario.name()).isPresent())
                .toList();
        if (engines.size() == 1) {
            return Stream.generate(() -> once)
                    .limit(times)
                    .flatMap(List::stream)
                    .map(scenario -> dynamicTest(scenario.title(), () -> play(scenario, engines.get(0))));
        }
        List<ExecutorService> threads = engines.stream()
                .map(engine -> Executors.newSingleThreadExecutor(task -> new Thread(task, "scenarios")))
                .toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            for (int i = 0; i < once.size(); i++) {
                Scenario scenario = once.get(i);
                int part = i % engines.size();
                EngineUnderTest engine = engines.get(part);
                Future<?> played = threads.get(part).submit(() -> play(scenario, engine));
                tests.add(dynamicTest(scenario.title(), () -> await(played)));
            }
        }
        // The threads end after their last scenario.
        threads.forEach(ExecutorService::shutdown);
        return tests.stream();
    }

    private static void await(Future<?> played) throws Throwable {
        try {
            played.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void play(Scenario scenario, EngineUnderTest engine) {
        List<String> missing = scenario.ports().stream()
                .filter(port -> engine.endpoints().find(port).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            abort("skipped: the address of the engine's port " + String.join(" and ", missing) + " is not given");
        }
        engine.skipped().reason(scenario.name()).ifPresentOrElse(reason -> mustFail(scenario, engine, reason), () -> {
            try {
                new Player(engine.endpoints(), Waits.DOCUMENTED).play(scenario);
            } catch (Mismatch e) {
                fail(e.getMessage(), e);
            }
        });
    }

    /** So that the list of what is not done yet tells the truth. */
    private static void mustFail(Scenario scenario, EngineUnderTest engine, String reason) {
        try {
            new Player(engine.endpoints(), Waits.IMPATIENT).play(scenario);
        } catch (Mismatch e) {
            abort("skipped: " + reason + " (" + e.getMessage() + ")");
        }
        fail(scenario.name() + " passes: remove it from vectors/skipped.txt, where it is skipped because: " + reason);
    }
}
