package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;

import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The ways in which code of a user waits for something of its own worker. The SDK sees the waits of some of them. */
enum UserWait {
    BLOCKING_CALL((worker, function) -> worker.trigger(function, null)),
    JOIN((worker, function) -> worker.triggerAsync(function, null).join()),
    GET((worker, function) -> worker.triggerAsync(function, null).get()),
    GET_WITH_A_TIMEOUT(
            (worker, function) -> worker.triggerAsync(function, null).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)),
    JOIN_A_DERIVED_FUTURE((worker, function) ->
            worker.triggerAsync(function, null).thenApply(Json::text).join()),
    JOIN_A_COPY((worker, function) -> worker.triggerAsync(function, null).copy().join()),
    JOIN_AN_IDEMPOTENT_CALL(
            (worker, function) -> worker.triggerAsync(Call.to(function, null).idempotent(RetryPolicy.DEFAULT))
                    .join()),
    JOIN_ALL_OF((worker, function) -> CompletableFuture.allOf(
                    worker.triggerAsync(function, null), worker.triggerAsync(function, null))
            .join()),
    JOIN_ANY_OF((worker, function) -> CompletableFuture.anyOf(
                    worker.triggerAsync(function, null), worker.triggerAsync(function, null))
            .join()),
    JOIN_A_FUTURE_OF_THE_USER((worker, function) -> {
        CompletableFuture<Json> own = new CompletableFuture<>();
        forward(worker.triggerAsync(function, null), own);
        return own.join();
    }),
    JOIN_A_MINIMAL_STAGE((worker, function) -> worker.triggerAsync(function, null)
            .minimalCompletionStage()
            .toCompletableFuture()
            .join()),
    COUNT_DOWN_LATCH((worker, function) -> {
        CountDownLatch latch = new CountDownLatch(1);
        end(worker, function, latch::countDown);
        latch.await();
        return null;
    }),
    SEMAPHORE((worker, function) -> {
        Semaphore semaphore = new Semaphore(0);
        end(worker, function, semaphore::release);
        semaphore.acquire();
        return null;
    }),
    BLOCKING_QUEUE((worker, function) -> {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        end(worker, function, () -> queue.add(1));
        return queue.take();
    }),
    MONITOR((worker, function) -> {
        AtomicBoolean ended = new AtomicBoolean();
        end(worker, function, () -> {
            synchronized (ended) {
                ended.set(true);
                ended.notifyAll();
            }
        });
        synchronized (ended) {
            while (!ended.get()) {
                ended.wait();
            }
        }
        return null;
    }),
    PARK((worker, function) -> {
        Thread waiter = Thread.currentThread();
        CompletableFuture<Json> call = worker.triggerAsync(function, null);
        var unused = call.whenComplete((result, failure) -> LockSupport.unpark(waiter));
        while (!call.isDone() && !waiter.isInterrupted()) {
            LockSupport.park();
        }
        return null;
    }),
    SLEEP_UNTIL_IT_IS_DONE((worker, function) -> {
        CompletableFuture<Json> call = worker.triggerAsync(function, null);
        while (!call.isDone()) {
            Thread.sleep(1);
        }
        return null;
    }),
    BLOCKING_CALL_ON_ANOTHER_THREAD((worker, function) -> {
        FutureTask<Json> task = new FutureTask<>(() -> worker.trigger(function, null));
        Thread thread = new Thread(task, "a thread of the user");
        thread.setDaemon(true);
        thread.start();
        return task.get();
    }),
    JOIN_CONFIRMED((worker, function) -> trigger(worker, function).confirmed().join()),
    JOIN_ALL_OF_CONFIRMED((worker, function) -> CompletableFuture.allOf(
                    trigger(worker, function).confirmed(),
                    worker.registerFunction(unique("late"), (json, call) -> 1).confirmed())
            .join()),
    AWAIT_CONFIRMED((worker, function) -> trigger(worker, function).awaitConfirmed(PATIENCE)),
    JOIN_READY((worker, function) -> {
        trigger(worker, function);
        return worker.ready().join();
    }),
    JOIN_A_CLIENT((worker, function) -> CompletableFuture.allOf(
                    worker.state().async().get("waiting", "key", Json.class),
                    worker.discovery().async().workers())
            .join());

    /** Waits for a function of the worker, or for a registration. */
    interface Code {
        Object await(Worker worker, String function) throws Exception;
    }

    /** The waits whose call or registration is not one of the function that is waited for. */
    private static final List<String> NO_CALL =
            List.of("JOIN_CONFIRMED", "JOIN_ALL_OF_CONFIRMED", "AWAIT_CONFIRMED", "JOIN_READY", "JOIN_A_CLIENT");

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
    private final Code code;

    UserWait(Code code) {
        this.code = code;
    }

    /** Returns {@code true} if it waits for a call of the function. */
    boolean waitsForTheFunction() {
        return !NO_CALL.contains(name());
    }

    /** Waits on the current thread. */
    Object await(Worker worker, String function) throws Exception {
        Object result = code.await(worker, function);
        return result == null ? name() : result;
    }

    private static Registration trigger(Worker worker, String function) {
        return worker.registerTrigger(SubscribeTrigger.topic(unique("topic")), function);
    }

    private static void end(Worker worker, String function, Runnable signal) {
        var unused = worker.triggerAsync(function, null).whenComplete((result, failure) -> signal.run());
    }

    private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
        var unused = from.whenComplete((result, failure) -> {
            if (failure == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }
}
