package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.discovery.TriggerTypeInfo;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine lets a worker register its own names, and loses them to the worker. The log of the worker contains a warning. */
class ReservedNamesTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final EngineStub stub = EngineStub.start();
    private final LogLines log = new LogLines(registrar());

    @AfterEach
    void stop() {
        log.close();
        stub.close();
    }

    private static Class<?> registrar() {
        try {
            return Class.forName("dev.iii.sdk.internal.worker.Registrar");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private Worker worker() {
        return engine.worker(stub.workerUrl().toString(), Engine.options().build())
                .awaitReady(PATIENCE);
    }

    private List<String> lines() {
        return log.lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http",
                "cron",
                "state",
                "subscribe",
                "durable:subscriber",
                "stream",
                "stream:join",
                "stream:leave",
                "configuration",
                "log",
                "trace",
                "engine::functions-available",
                "engine::workers-available"
            })
    void aTriggerTypeOfTheEngine(String type) {
        Worker worker = worker();
        worker.registerTriggerType(TriggerTypeDefinition.of(type, "x", Json.class), TriggerTypeHandler.acceptAll())
                .registration()
                .awaitConfirmed(PATIENCE);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("Worker " + worker.name() + ": the trigger type " + type + " belongs to the engine")
                .endsWith("choose another id");
    }

    @Test
    void everyTriggerTypeOfTheEngineIsKnown() {
        Worker worker = worker();
        List<TriggerTypeInfo> types = worker.discovery().triggerTypes();
        assertThat(types).isNotEmpty();
        for (TriggerTypeInfo type : types) {
            worker.registerTriggerType(
                    TriggerTypeDefinition.of(type.id(), "x", Json.class), TriggerTypeHandler.acceptAll());
        }
        assertThat(lines()).hasSameSizeAs(types);
    }

    @Test
    void aFunctionOfTheEngine() {
        Worker worker = worker();
        worker.registerFunction("engine::x", (json, call) -> 1).awaitConfirmed(PATIENCE);
        worker.registerFunction("publish", (json, call) -> 1);
        worker.registerFunction(FunctionDefinition.http("state::get", "https://example.org/f"));
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .contains("the function id engine::x begins with engine::, which the engine reserves")
                .endsWith("choose another id");
        assertThat(lines().get(1)).contains("the function publish belongs to the engine");
        assertThat(lines().get(2)).contains("the function state::get belongs to the engine");
    }

    @Test
    void otherNamesAndOtherNamespacesCauseNoWarning() {
        Worker worker = worker();
        worker.registerFunction("cmd::sell", (json, call) -> 1);
        worker.registerFunction("stream::get(mine)", (json, call) -> 1);
        worker.registerTriggerType(
                TriggerTypeDefinition.of("webhook", "x", Json.class), TriggerTypeHandler.acceptAll());
        worker.registerTriggerType(
                TriggerTypeDefinition.of("cron", "x", Json.class).namespace("other"), TriggerTypeHandler.acceptAll());
        engine.worker(
                        stub.workerUrl().toString(),
                        Engine.options().namespace("other").build())
                .registerFunction("state::get", (json, call) -> 1);
        assertThat(lines()).isEmpty();
    }
}
