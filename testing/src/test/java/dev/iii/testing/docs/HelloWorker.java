package dev.iii.testing.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.trigger.HttpTrigger;

public final class HelloWorker {

    record Greet(String name) {}

    record Greeting(String text) {}

    public static void main(String[] args) {
        // closeOnExit: when the process is stopped, running functions are finished first.
        WorkerOptions options =
                WorkerOptions.builder().name("hello").closeOnExit(true).build();
        Worker worker = Iii.registerWorker(options, HelloWorker::register);
        Greeting greeting = worker.trigger("hello::greet", new Greet("Ada"), Greeting.class);
        System.out.println(greeting.text());
        worker.closed().join(); // runs until the process is stopped
    }

    static void register(Worker worker) {
        worker.registerFunction("hello::greet", Greet.class, greet -> new Greeting("Hello, " + greet.name()));
        worker.registerTrigger(HttpTrigger.post("/greet"), "hello::greet");
    }
}
