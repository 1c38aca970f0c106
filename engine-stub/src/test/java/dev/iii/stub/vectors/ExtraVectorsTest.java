package dev.iii.stub.vectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The recorded scenarios of the folder {@code extra}, on the stub or with {@code -Diii.vectors.extra.url=ws://host:port} (and {@code .http},
 * {@code .stream}, {@code .rbac}) on any engine that was started with {@code vectors/extra/engine.yaml}.
 */
class ExtraVectorsTest {

    private static Optional<EngineUnderTest> engine = Optional.empty();

    @TestFactory
    Stream<DynamicTest> recordedScenarios() {
        engine = EngineUnderTest.running("iii.vectors.extra");
        assumeTrue(engine.isPresent(), "no engine: give -Diii.vectors.extra.url=ws://host:port");
        return new VectorSuite(VectorFolder.EXTRA, engine.orElseThrow()).askedFor();
    }

    @AfterAll
    static void stop() {
        engine.ifPresent(EngineUnderTest::close);
    }
}
