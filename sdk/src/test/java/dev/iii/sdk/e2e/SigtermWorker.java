package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own: {@code SigtermWorker URL FUNCTION}. Its function ends when the process does. */
final class SigtermWorker {

    private SigtermWorker() {}

    public static void main(String[] args) {
        CountDownLatch ending = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown, "test-ending"));
        WorkerOptions options = Engine.options()
                .closeOnExit(true)
                .drainTimeout(Duration.ofSeconds(10))
                .build();
        Worker worker = Iii.registerWorker(args[0], options);
        worker.registerFunction(args[1], (json, call) -> {
            System.out.println("begun");
            return ending.await(20, TimeUnit.SECONDS) ? "finished" : "never told";
        });
        worker.awaitReady(Engine.PATIENCE);
        System.out.println("ready");
        worker.closed().join();
        System.out.println("closed");
    }
}
