package dev.iii.sdk.docs;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The Java code of docs/operations.md. */
final class OperationsExamples {

    private OperationsExamples() {}

    static List<Boolean> health(Worker worker) {
        boolean live = worker.status() != WorkerStatus.CLOSED;
        boolean ready = worker.status() == WorkerStatus.READY;
        return List.of(live, ready);
    }

    static WorkerOptions tls(SSLContext sslContext, String token) {
        WorkerOptions options = WorkerOptions.builder()
                .name("inventory")
                .sslContext(sslContext)
                .header("authorization", "Bearer " + token)
                .build();
        return options;
    }
}
