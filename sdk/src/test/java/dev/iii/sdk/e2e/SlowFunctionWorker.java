package dev.iii.sdk.e2e;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker in a process of its own: {@code SlowFunctionWorker URL FUNCTION CONCURRENCY}. Its function waits until {@code
 * FUNCTION-go} is called; {@code FUNCTION-echo} does not wait; {@code FUNCTION-end} ends the process.
 */
final class SlowFunctionWorker {

    private SlowFunctionWorker() {}

    public static void main(String[] args) throws InterruptedException {
        String function = args[1];
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Worker worker = Iii.registerWorker(args[0], Engine.options().build());
        worker.registerFunction(FunctionDefinition.of(
                        function, (json, call) -> go.await(20, TimeUnit.SECONDS) ? "ran" : "never told")
                .concurrency(Integer.parseInt(args[2]), 10_000));
        worker.registerFunction(function + "-echo", (json, call) -> json);
        worker.registerFunction(function + "-go", (json, call) -> {
            go.countDown();
            return null;
        });
        worker.registerFunction(function + "-end", (json, call) -> {
            end.countDown();
            return null;
        });
        end.await();
        worker.close();
        System.out.println("ended");
    }
}
