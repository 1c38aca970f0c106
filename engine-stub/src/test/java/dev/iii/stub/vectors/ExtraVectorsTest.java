package dev.iii.stub.vectors;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The recorded scenarios of the folder {@code extra}, on the stub or with {@code -Diii.vectors.extra.url=ws://host:port} (and {@code .http},
 * {@code .stream}, {@code .rbac}) on any engine that was started with {@code vectors/extra/engine.yaml}.
 */
class ExtraVectorsTest {

    private static EngineUnderTest engine;

    @BeforeAll
    static void start() {
        engine = EngineUnderTest.running("iii.vectors.extra").orElseGet(() -> StubUnderTest.start(VectorFolder.EXTRA));
    }

    @TestFactory
    Stream<DynamicTest> recordedScenarios() {
        return new VectorSuite(VectorFolder.EXTRA, List.of(engine)).askedFor();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }
}
