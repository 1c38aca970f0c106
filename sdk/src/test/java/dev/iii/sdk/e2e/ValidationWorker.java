package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;

/** A process with a function whose input has constraints that the payload does not fulfil. */
final class ValidationWorker {

    private ValidationWorker() {}

    public static void main(String[] args) {
        try (Worker worker = Iii.registerWorker(args[0], Engine.options().build())) {
            worker.registerFunction(args[1], ValidationTest.Sell.class, (sell, call) -> 1);
            worker.awaitReady(Engine.PATIENCE);
            System.out.println("result " + worker.trigger(args[1], new ValidationTest.Sell(0, 9), Integer.class));
        } catch (IllegalArgumentException e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
