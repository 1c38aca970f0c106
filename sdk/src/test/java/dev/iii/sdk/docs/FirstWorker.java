package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.time.Duration;

public final class FirstWorker {

    record Greet(String name) {}

    record Greeting(String text) {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker("ws://127.0.0.1:49134", WorkerOptions.named("first-worker"));
        worker.registerFunction("hello::greet", Greet.class, (greet, call) -> new Greeting("Hello, " + greet.name()));
        worker.registerTrigger(HttpTrigger.post("/greet"), "hello::greet");
        worker.awaitReady(Duration.ofSeconds(10));

        Json greeting = worker.trigger("hello::greet", new Greet("Ada"));
        System.out.println(greeting.text());
        worker.closed().join(); // runs until the process is stopped
    }
}
