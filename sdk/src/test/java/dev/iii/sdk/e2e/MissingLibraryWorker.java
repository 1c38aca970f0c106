package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallTimeoutException;
import java.time.Duration;

/** A process whose class path has no WebSocket library: {@code MissingLibraryWorker URL}. */
final class MissingLibraryWorker {

    private MissingLibraryWorker() {}

    public static void main(String[] args) {
        try (Worker worker = Iii.registerWorker(args[0], Engine.options().build())) {
            worker.awaitReady(Duration.ofSeconds(3));
            System.out.println("ready");
        } catch (CallTimeoutException e) {
            System.out.println("not ready: " + e.getMessage());
        }
    }
}
