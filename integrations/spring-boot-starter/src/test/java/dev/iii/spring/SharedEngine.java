package dev.iii.spring;

import dev.iii.stub.EngineStub;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An engine for all tests of a class. Register it as a static field. */
final class SharedEngine implements BeforeAllCallback, AfterAllCallback {

    private @Nullable EngineStub engine;

    @Override
    public void beforeAll(ExtensionContext context) {
        engine = EngineStub.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Objects.requireNonNull(engine).close();
    }

    /** Returns the address of the worker port. */
    String url() {
        return Objects.requireNonNull(engine).workerUrl().toString();
    }

    /** Returns a runner whose worker is connected to this engine when the context has started. */
    ApplicationContextRunner connected() {
        return Contexts.runner(url());
    }
}
