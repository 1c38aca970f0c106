package dev.iii.stub.vectors;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The recorded scenarios, on the stub or with {@code -Diii.vectors.url=ws://host:port} (and {@code .http},
 * {@code .stream}, {@code .rbac}) on any engine that was started with {@code vectors/engine.yaml}.
 */
class VectorsTest {

    private static EngineUnderTest engine;

    @BeforeAll
    static void start() {
        engine = EngineUnderTest.running("iii.vectors").orElseGet(() -> StubUnderTest.start(VectorFolder.MAIN));
    }

    @TestFactory
    Stream<DynamicTest> recordedScenarios() {
        return new VectorSuite(VectorFolder.MAIN, engine).askedFor();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }
}
