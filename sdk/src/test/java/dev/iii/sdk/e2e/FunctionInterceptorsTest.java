package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.internal.interception.FunctionInterceptors;
import dev.iii.sdk.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interceptors around the handlers of a worker. */
class FunctionInterceptorsTest {

    record Sell(String sku, int quantity) {}

    /** The ways in which a handler returns its result. */
    enum Kind {
        BLOCKING,
        QUICK,
        STAGE,
        LATER
    }

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("cmd::sell-item");
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    private Worker worker(FunctionInterceptor... interceptors) {
        WorkerOptions.Builder options = Engine.options().showErrorMessages(true);
        List.of(interceptors).forEach(options::interceptFunctions);
        return engine.worker(options.build()).awaitReady(PATIENCE);
    }

    private FunctionInterceptor noting(String name) {
        return (invocation, chain) -> {
            seen.add(name + " " + invocation.functionId());
            return chain.proceed(invocation).whenComplete((value, failure) -> {
                seen.add(name + (failure == null ? " returned " + value : " failed"));
                outcomes.add(failure == null ? String.valueOf(value) : root(failure));
            });
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private Object outcome() throws InterruptedException {
        return Engine.notNull(outcomes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The worker gets the future.
    private void register(Worker worker, Kind kind, @Nullable RuntimeException failure) {
        FunctionDefinition<Json> definition = FunctionDefinition.of(function, (json, call) -> {
            if (kind == Kind.BLOCKING || kind == Kind.QUICK) {
                if (failure != null) {
                    throw failure;
                }
                return "sold";
            }
            CompletableFuture<String> result = new CompletableFuture<>();
            Runnable end = () -> {
                if (failure == null) {
                    result.complete("sold");
                } else {
                    result.completeExceptionally(failure);
                }
            };
            if (kind == Kind.STAGE) {
                end.run();
            } else {
                CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(end);
            }
            return result;
        });
        worker.registerFunction(kind == Kind.QUICK ? definition.quick() : definition)
                .awaitConfirmed(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstInterceptorIsTheOutermost(Kind kind) {
        Worker worker = worker(noting("a"), noting("b"));
        register(worker, kind, null);
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("sold");
        assertThat(seen).containsExactly("a " + function, "b " + function, "b returned sold", "a returned sold");
    }

    @ParameterizedTest
    @EnumSource
    void theFailureOfAHandlerIsSeenAndReachesTheCaller(Kind kind) throws Exception {
        Worker worker = worker(noting("a"));
        FunctionException failure = new FunctionException("not_enough_stock", "only 2 left").withData(2);
        register(worker, kind, failure);
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("not_enough_stock");
            assertThat(e.data()).contains(Json.of(2));
        });
        assertThat(outcome()).isSameAs(failure);
    }

    @ParameterizedTest
    @EnumSource
    void aResultCanBeReplaced(Kind kind) {
        Worker worker = worker((invocation, chain) ->
                chain.proceed(invocation).thenApply(value -> Map.of("wrapped", String.valueOf(value))));
        register(worker, kind, null);
        assertThat(worker.trigger(function, null).text()).isEqualTo("{\"wrapped\":\"sold\"}");
    }

    @ParameterizedTest
    @EnumSource
    void aFailureCanBeReplaced(Kind kind) {
        Worker worker = worker((invocation, chain) -> chain.proceed(invocation).exceptionally(failure -> "instead"));
        register(worker, kind, new IllegalStateException("broken"));
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("instead");
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionOfAnInterceptorIsLikeOneOfTheHandler(Kind kind) throws Exception {
        Worker worker = worker(noting("outer"), (invocation, chain) -> {
            throw new FunctionException("not_allowed", "only for staff");
        });
        register(worker, kind, null);
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_allowed"));
        assertThat(outcome()).isInstanceOf(FunctionException.class);
    }

    @Test
    void anUnexpectedExceptionOfAnInterceptorBecomesInvocationFailed() {
        Worker worker = worker((invocation, chain) -> {
            throw new java.io.IOException("no connection to the directory");
        });
        register(worker, Kind.BLOCKING, null);
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invocation_failed"))
                .hasMessageContaining("no connection to the directory");
    }

    @Test
    void anErrorOfTheHandlerIsSeenAndDoesNotEndItsThread() throws Exception {
        Worker worker = worker(noting("a"));
        worker.registerFunction(function, (json, call) -> {
            throw new AssertionError("broken");
        });
        assertThatThrownBy(() -> worker.trigger(function, null)).hasMessageContaining("AssertionError");
        assertThat(outcome()).isInstanceOf(AssertionError.class);
    }

    @Test
    void anInterceptorThatReturnsNoStageIsNamed() {
        Worker worker = worker((invocation, chain) -> {
            var unused = chain.proceed(invocation);
            return Engine.nothing();
        });
        register(worker, Kind.BLOCKING, null);
        assertThatThrownBy(() -> worker.trigger(function, null))
                .hasMessageContaining("returned null instead of a CompletionStage for " + function);
    }

    @Test
    void aPayloadThatDoesNotFitIsAFailureOfTheInvocation() throws Exception {
        Worker worker = worker(noting("a"));
        worker.registerFunction(function, Sell.class, (sell, call) -> sell.sku());
        assertThatThrownBy(() -> worker.trigger(function, Map.of("sku", "A-1")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("quantity");
        assertThat(outcome()).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void metadataCanBeChangedForTheNextInterceptorAndTheHandler() {
        Worker worker = worker(
                (invocation, chain) -> {
                    Map<String, Json> more =
                            Map.of("before", invocation.metadata().orElse(Json.NULL), "tenant", Json.of("t-1"));
                    return chain.proceed(invocation.withMetadata(more));
                },
                (invocation, chain) -> {
                    seen.add(invocation.metadata().orElseThrow().field("tenant").text());
                    return chain.proceed(invocation);
                });
        worker.registerFunction(
                function,
                (json, call) -> List.of(
                        call.metadata().orElseThrow().field("before").field("user"),
                        call.functionId(),
                        call.payload().field("n"),
                        call.worker() == worker));
        assertThat(worker.trigger(Call.to(function, Map.of("n", 1)).metadata(Map.of("user", "u")))
                        .text())
                .isEqualTo("[\"u\",\"" + function + "\",1,true]");
        assertThat(seen).containsExactly("\"t-1\"");
    }

    @Test
    void anInvocationCanBeEndedWithoutTheHandler() {
        Worker worker = worker((invocation, chain) -> CompletableFuture.completedFuture("cached"));
        worker.registerFunction(function, (json, call) -> {
            throw new IllegalStateException("must not run");
        });
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("cached");
    }

    @Test
    void theBodyOfAStreamIsWrittenAfterTheInterceptors() throws Exception {
        Worker worker = worker((invocation, chain) -> {
            CompletionStage<@Nullable Object> outcome = chain.proceed(invocation);
            return outcome.whenComplete(
                    (value, failure) -> outcomes.add(String.valueOf(value instanceof HttpResponse)));
        });
        worker.registerFunction(
                function,
                (json, call) -> HttpResponse.stream(
                        "text/plain", out -> out.write("streamed".getBytes(StandardCharsets.UTF_8))));
        ChannelRef ref = Engine.notNull(worker.trigger(function, null, ChannelRef.class));
        try (InputStream in = worker.openReader(ref).inputStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("streamed");
        }
        assertThat(outcome()).isEqualTo("true");
    }

    @Test
    void theTimeoutOfAFunctionCancelsTheStageOfItsHandler() throws Exception {
        Worker worker = worker(noting("a"));
        CompletableFuture<String> pending = new CompletableFuture<>();
        worker.registerFunction(
                FunctionDefinition.ofAsync(function, (json, call) -> pending).timeout(Duration.ofMillis(20)));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("TIMEOUT"));
        assertThat(outcome()).isInstanceOf(CancellationException.class);
        assertThat(pending).isCancelled();
    }

    @Test
    void aQuickHandlerStaysOnTheThreadThatReads() {
        Worker worker = worker((invocation, chain) -> {
            seen.add(Thread.currentThread().getName());
            return chain.proceed(invocation);
        });
        register(worker, Kind.QUICK, null);
        worker.trigger(function, null);
        assertThat(seen).containsExactly("iii-" + worker.name() + "-io");
    }

    @Test
    void withoutInterceptorsThereIsNoObjectForThem() {
        assertThat(FunctionInterceptors.of(List.of())).isNull();
    }
}
