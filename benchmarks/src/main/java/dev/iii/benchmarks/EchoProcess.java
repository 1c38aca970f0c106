package dev.iii.benchmarks;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.io.IOException;

/** A worker with one function. Prints a line when it is ready; runs until its standard input ends. */
final class EchoProcess {

    private EchoProcess() {}

    /** Runs with the address of the engine and the id of the function as arguments. */
    public static void main(String[] args) throws IOException {
        try (Worker worker = Iii.registerWorker(args[0], WorkerOptions.named(TwoWorkers.unique("echo")))) {
            Registration registration = worker.registerFunction(args[1], Order.class, (order, call) -> order);
            Registration unused = registration.awaitConfirmed(TwoWorkers.PATIENCE);
            System.out.println("ready");
            while (System.in.read() >= 0) {}
        }
        System.exit(0);
    }
}
