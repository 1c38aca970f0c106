package dev.iii.sdk.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.TypeRef;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The entries of the MDC while handlers run. */
class MdcInterceptorTest {

    private static List<String> entries() {
        return Arrays.asList(MDC.get(MdcInterceptor.FUNCTION), MDC.get(MdcInterceptor.INVOCATION));
    }

    @Test
    void anHandlerHasTheFunctionAndTheInvocationAndTheThreadHasItsOwnEntriesAgain() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (EngineStub engine = EngineStub.start();
                Worker worker = Iii.registerWorker(
                        engine.workerUrl().toString(),
                        WorkerOptions.builder()
                                .name("mdc")
                                .handlerExecutor(executor)
                                .interceptFunctions(new MdcInterceptor())
                                .build())) {
            executor.submit(() -> MDC.put(MdcInterceptor.FUNCTION, "before")).get();
            worker.registerFunction("log::entries", (json, call) -> List.of(entries(), call.id()));
            worker.registerFunction("log::fails", (json, call) -> {
                throw new FunctionException("no", String.join(" ", entries()));
            });
            worker.awaitReady(Duration.ofSeconds(20));

            String answer = worker.trigger("log::entries", null).text();
            assertThat(answer).matches("\\[\\[\"log::entries\",\"([0-9a-f-]{36})\"],\"\\1\"]");
            assertThatThrownBy(() -> worker.trigger("log::fails", null)).hasMessageContaining("log::fails ");
            assertThat(Objects.requireNonNull(worker.trigger("log::entries", null, new TypeRef<List<Object>>() {})))
                    .hasSize(2);

            assertThat(executor.submit(MdcInterceptorTest::entries).get()).containsExactly("before", null);
        } finally {
            executor.shutdownNow();
        }
    }
}
