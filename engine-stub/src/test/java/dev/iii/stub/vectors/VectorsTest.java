package dev.iii.stub.vectors;

import java.util.ArrayList;
import java.util.List;
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

    private static final List<EngineUnderTest> engines = new ArrayList<>();

    @BeforeAll
    static void start() {
        EngineUnderTest.running("iii.vectors").ifPresentOrElse(engines::add, () -> {
            for (int i = 0; i < VectorSuite.ENGINES; i++) {
                engines.add(StubUnderTest.start(VectorFolder.MAIN));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> recordedScenarios() {
        return new VectorSuite(VectorFolder.MAIN, engines).askedFor();
    }

    @AfterAll
    static void stop() {
        engines.forEach(EngineUnderTest::close);
    }
}
