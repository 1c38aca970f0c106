package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The scenarios of a folder as tests, one after the other on one engine. */
final class VectorSuite {

    /** How many times in a row on one engine. */
    static final int TIMES = Integer.getInteger("iii.vectors.times", 1);

    private final VectorFolder folder;
    private final EngineUnderTest engine;

    VectorSuite(VectorFolder folder, EngineUnderTest engine) {
        this.folder = folder;
        this.engine = engine;
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
        return IntStream.range(0, TIMES).boxed().flatMap(time -> tests(only));
    }

    Stream<DynamicTest> tests(SkipList only) {
        return folder.scenarios().stream()
                .filter(scenario -> only.reason(scenario.name()).isPresent())
                .map(scenario -> dynamicTest(scenario.title(), () -> play(scenario)));
    }

    private void play(Scenario scenario) {
        List<String> missing = scenario.ports().stream()
                .filter(port -> engine.endpoints().find(port).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            abort("skipped: the address of the engine's port " + String.join(" and ", missing) + " is not given");
        }
        engine.skipped().reason(scenario.name()).ifPresentOrElse(reason -> mustFail(scenario, reason), () -> {
            try {
                new Player(engine.endpoints(), Waits.DOCUMENTED).play(scenario);
            } catch (Mismatch e) {
                fail(e.getMessage(), e);
            }
        });
    }

    /** So that the list of what is not done yet tells the truth. */
    private void mustFail(Scenario scenario, String reason) {
        try {
            new Player(engine.endpoints(), Waits.IMPATIENT).play(scenario);
        } catch (Mismatch e) {
            abort("skipped: " + reason + " (" + e.getMessage() + ")");
        }
        fail(scenario.name() + " passes: remove it from vectors/skipped.txt, where it is skipped because: " + reason);
    }
}
