package ${package};

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.trigger.HttpTrigger;

/** A worker with one function, which other workers and HTTP clients call. */
public final class HelloWorker {

    record Greet(String name) {}

    record Greeting(String text) {}

    private HelloWorker() {}

    /** Connects to the engine at the address in the environment variable III_URL, and runs until the process is stopped. */
    public static void main(String[] args) {
        // closeOnExit: when the process is stopped, running functions are finished first.
        WorkerOptions options = WorkerOptions.builder().name("${artifactId}").closeOnExit(true).build();
        Worker worker = Iii.registerWorker(options, HelloWorker::register);
        worker.closed().join();
    }

    static void register(Worker worker) {
        worker.registerFunction("hello::greet", Greet.class, greet -> new Greeting("Hello, " + greet.name()));
        worker.registerTrigger(HttpTrigger.post("/greet"), "hello::greet");
    }
}
