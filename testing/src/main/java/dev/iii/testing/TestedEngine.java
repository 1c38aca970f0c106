package dev.iii.testing;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The engine that tests run on: a stub, or the one at {@code -Diii.url}.
 *
 * @param own {@code null} when it is another engine
 */
record TestedEngine(String url, @Nullable EngineStub own) implements AutoCloseable {

    static final String NOT_THE_STUB = "not on the engine of -Diii.url: the test needs the EngineStub";
    private static final String URL = "iii.url";

    static TestedEngine start(StubOptions options) {
        String given = another();
        if (given != null) {
            return new TestedEngine(given, null);
        }
        EngineStub stub = EngineStub.start(options);
        return new TestedEngine(stub.workerUrl().toString(), stub);
    }

    /** Where the other engine is; {@code null} when it is a stub. */
    static @Nullable String another() {
        String given = System.getProperty(URL);
        return given == null || given.isBlank() ? null : given;
    }

    /** Skips the test when it is another engine. */
    EngineStub stub() {
        Assumptions.assumeTrue(own != null, NOT_THE_STUB);
        if (own == null) {
            throw new IllegalStateException("there is no stub");
        }
        return own;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
