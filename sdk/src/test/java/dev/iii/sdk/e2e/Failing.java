package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.json.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What tests of failures have in common: functions that count their runs, and how calls end. */
final class Failing {

    private Failing() {}

    /** A function that answers its own payload, the first time only when it is told to. */
    static final class Stuck implements FunctionHandler<Json, Json> {

        private final CompletableFuture<Invocation> first = new CompletableFuture<>();
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public Json handle(Json payload, Invocation call) throws Exception {
            runs.incrementAndGet();
            if (first.complete(call)) {
                assertThat(go.await(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
            return payload;
        }

        /** Waits until it runs. */
        Invocation awaitRun() throws Exception {
            return first.get(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        void go() {
            go.countDown();
        }

        int runs() {
            return runs.get();
        }
    }

    static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** How a call failed. */
    static CallException failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            Object result = future.get(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the call did not fail, its result is " + result);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(CallException.class);
            return (CallException) e.getCause();
        }
    }
}
