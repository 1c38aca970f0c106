package dev.iii.testing;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The engine on which the tests run: an {@link EngineStub} that was started for them, or the engine at {@code -Diii.url}.
 *
 * @param url the address for workers
 * @param own the started engine, or {@code null} if the tests run on another engine
 */
record TestedEngine(String url, @Nullable EngineStub own) implements AutoCloseable {

    static final String NOT_THE_STUB = "the test needs the EngineStub and cannot run on the engine at -Diii.url";
    private static final String URL = "iii.url";

    static TestedEngine start(StubOptions options) {
        String given = another();
        if (given != null) {
            return new TestedEngine(given, null);
        }
        EngineStub stub = EngineStub.start(options);
        return new TestedEngine(stub.workerUrl().toString(), stub);
    }

    /** Returns the address of the other engine, or {@code null} if {@code iii.url} is not set. */
    static @Nullable String another() {
        String given = System.getProperty(URL);
        return given == null || given.isBlank() ? null : given;
    }

    URI httpUrl() {
        return own == null ? URI.create(System.getProperty("iii.http", "http://127.0.0.1:3111")) : own.httpUrl();
    }

    URI streamUrl() {
        return own == null ? URI.create(System.getProperty("iii.stream", "ws://127.0.0.1:3112")) : own.streamUrl();
    }

    /** Returns the started engine. Skips the test if it runs on another engine. */
    EngineStub stub() {
        Assumptions.assumeTrue(own != null, NOT_THE_STUB);
        if (own == null) {
            throw new IllegalStateException(NOT_THE_STUB);
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
