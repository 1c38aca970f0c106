package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that run on the I/O thread because their author says that they are quick. */
class QuickFunctionsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("quick");
    private final Worker worker = engine.worker();

    private void register(FunctionHandler<? super Json, ?> handler) {
        worker.registerFunction(FunctionDefinition.of(function, handler).quick());
    }

    @Test
    void aQuickHandlerRunsOnTheThreadThatReads() {
        register((json, call) -> Thread.currentThread().getName());
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("iii-" + worker.name() + "-io");
    }

    @Test
    void aQuickHandlerThatFailsAnswersLikeEveryOther() {
        register((json, call) -> {
            throw new FunctionException("no", "never");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> worker.trigger(function, null))
                    .isInstanceOfSatisfying(
                            FunctionException.class, e -> assertThat(e.code()).isEqualTo("no"));
        }
    }

    @Test
    void aQuickHandlerThatWaitsForACallIsToldSo() {
        register((json, call) -> call.worker().trigger("engine::baggage::get_all", null));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .hasMessageContaining("a blocking call of engine::baggage::get_all is not allowed on the I/O thread");
    }

    @Test
    void aQuickHandlerMayAnswerLater() {
        worker.registerFunction(function + "-other", (json, call) -> 5);
        worker.registerFunction(FunctionDefinition.ofAsync(
                        function, (json, call) -> call.worker().triggerAsync(function + "-other", null))
                .quick());
        assertThat(worker.trigger(function, null).text()).isEqualTo("5");
    }

    @Test
    void manyCallsOfAQuickHandlerAllEnd() throws Exception {
        register((json, call) -> json);
        List<CompletableFuture<Json>> calls = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            calls.add(worker.triggerAsync(function, i));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text())
                    .isEqualTo(String.valueOf(i));
        }
    }
}
