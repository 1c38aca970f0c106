package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The errors of functions, and payloads and results that cannot be sent, as a caller sees them. */
class FunctionErrorsTest {

    record Sell(String sku, int quantity) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("cmd::sell-item");

    @Test
    void anErrorOfTheFunctionReachesTheCallerWithItsCode() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            throw new FunctionException("not_enough_stock", "only 2 left");
        });
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("not_enough_stock");
            assertThat(e).hasMessage("only 2 left");
            assertThat(e.mayHaveRun()).isTrue();
        });
    }

    @Test
    void anErrorOfTheFunctionMayCarryData() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            throw new FunctionException("not_enough_stock", "only 2 left").withData(Map.of("left", 2));
        });
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.data().map(Json::text)).contains("{\"left\":2}");
            assertThat(e.remoteStackTrace()).isNull();
        });
    }

    @Test
    void anyOtherFailureIsInvocationFailedWithoutAStackTrace() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("invocation_failed");
            assertThat(e)
                    .hasMessageStartingWith("the function failed with StackOverflowError; see the log of its worker for"
                            + " invocation ")
                    .hasMessageNotContaining("deep");
            assertThat(e.remoteStackTrace()).isNull();
        });
    }

    @Test
    void theMessageOfAnUnexpectedExceptionIsOnlyInTheLogOfItsWorker() {
        Worker worker = engine.worker();
        BlockingQueue<Invocation> invocations = new LinkedBlockingQueue<>();
        worker.registerFunction(function, (json, call) -> {
            invocations.add(call);
            throw new IllegalStateException("password is 1234");
        });
        try (LogLines log = new LogLines(Invocation.class)) {
            assertThatThrownBy(() -> worker.trigger(function, null)).satisfies(e -> {
                String id = invocations.take().id().toString();
                assertThat(e)
                        .hasMessage("the function failed with IllegalStateException; see the log of its worker for"
                                + " invocation " + id);
                // The worker sends the error before it logs.
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log.lines()).anySatisfy(line -> {
                            assertThat(line.getFormattedMessage())
                                    .isEqualTo(function + " failed (invocation " + id + ")");
                            assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy()))
                                    .contains("password is 1234");
                        }));
            });
        }
    }

    @Test
    void theOptionShowsTheMessageOfAnUnexpectedException() {
        Worker worker = engine.worker(Engine.options().showErrorMessages(true).build());
        worker.registerFunction(function, (json, call) -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("invocation_failed");
            assertThat(e).hasMessage("StackOverflowError: deep");
        });
    }

    @Test
    void anErrorOfTheFunctionNamesTheFunctionAndTheCode() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            throw new FunctionException("not_enough_stock", "only 2 left");
        });
        assertThatThrownBy(() -> worker.trigger(function, null))
                .hasToString("dev.iii.sdk.error.FunctionException: " + function + ": not_enough_stock: only 2 left");
        assertThat(new FunctionException("not_enough_stock", "only 2 left"))
                .hasToString("dev.iii.sdk.error.FunctionException: not_enough_stock: only 2 left");
    }

    @Test
    void anInvalidRequestReachesTheCallerWithItsFields() {
        Worker worker = engine.worker();
        List<FieldError> errors = List.of(new FieldError("sku", "is blank"), new FieldError("", "no line"));
        worker.registerFunction(function, (json, call) -> {
            throw new InvalidRequestException(errors).withData(Map.of("n", 1)).withHttpStatus(422);
        });
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e).hasMessage("sku: is blank; no line");
                    assertThat(e.errors()).isEqualTo(errors);
                    assertThat(e.httpStatus()).isEqualTo(422);
                    assertThat(e.data().map(Json::text)).contains("{\"n\":1}");
                    assertThat(e.functionId()).contains(function);
                });
    }

    @Test
    void aPayloadThatDoesNotFitIsAnInvalidRequestWithThePath() {
        Worker worker = engine.worker();
        worker.registerFunction(function, Sell.class, (sell, call) -> sell);
        assertThatThrownBy(() -> worker.trigger(function, Map.of("sku", "A", "quantity", "many")))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.code()).isEqualTo("invalid_request");
                    assertThat(e).hasMessage("quantity: expected an integer, was a string");
                    assertThat(e.errors())
                            .containsExactly(new FieldError("quantity", "expected an integer, was a string"));
                    assertThat(e.httpStatus()).isEqualTo(400);
                });
    }

    @Test
    void anAnswerThatCannotBeWrittenIsToldToTheCallerAndTheWorkerGoesOn() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> {
            List<Object> self = new ArrayList<>();
            self.add(self);
            return self;
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> worker.trigger(function, null))
                    .isInstanceOfSatisfying(
                            FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_response"));
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsToldToTheCaller() {
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withMessageBytes(1 << 20, 1 << 20))
                .build());
        worker.registerFunction(function, (json, call) -> "x".repeat(2 << 20));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("more than the maximum of");
    }

    @Test
    void aPayloadThatIsTooLargeIsNotSent() {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.trigger(function, "x".repeat(17 << 20)))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("more than the maximum of 16760832");
        assertThat(worker.trigger("engine::baggage::get_all", Map.of()).isNull())
                .isFalse();
    }

    @Test
    void aGatewayThatPassesOnTheErrorOfItsNestedCallHasRun() {
        Worker gateway = engine.worker();
        AtomicInteger runs = new AtomicInteger();
        gateway.registerFunction(function, (json, call) -> {
            runs.incrementAndGet();
            try {
                return gateway.trigger(Call.to(function, json).namespace("north"));
            } catch (FunctionNotFoundException e) {
                throw new FunctionException("function_not_found", e.getMessage());
            }
        });
        assertThatThrownBy(() -> gateway.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("function_not_found");
            assertThat(e.mayHaveRun()).isTrue();
        });
        assertThat(runs.get()).isEqualTo(1);
    }
}
