package dev.iii.testing.chaos;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The program of a worker process: {@code URL NAME NUMBER COUNT RECORDS}, where COUNT is the number of workers. */
final class WorkerProcess {

    private static final Duration NESTED_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Worker worker;
    private final Recorder recorder;
    private final int number;
    private final int next;

    private WorkerProcess(Worker worker, Recorder recorder, int number, int count) {
        this.worker = worker;
        this.recorder = recorder;
        this.number = number;
        this.next = (number + 1) % count;
    }

    public static void main(String[] args) throws IOException {
        Worker worker = Iii.registerWorker(args[0], options(args[1]).build());
        ParentWatch.start(() -> worker.shutdown(DRAIN));
        new WorkerProcess(worker, new Recorder(Path.of(args[4])), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
                .register();
        worker.closed().join();
        worker.refusal().ifPresent(failure -> System.out.println("The worker has ended: " + failure));
    }

    /** Returns options with short times, so that faults are noticed soon. */
    static WorkerOptions.Builder options(String name) {
        return WorkerOptions.builder()
                .name(name)
                .connectTimeout(Duration.ofSeconds(2))
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))))
                .heartbeat(new Heartbeat(Duration.ofMillis(300), Duration.ofSeconds(2)));
    }

    private void register() {
        worker.registerFunction(CallKind.PLAIN.function(number), Long.class, (call, invocation) -> {
            recorder.ran(call);
            return call;
        });
        worker.registerFunction(
                FunctionDefinition.of(CallKind.IMPATIENT.function(number), Long.class, (call, invocation) -> {
                            recorder.ran(call);
                            return call;
                        })
                        .quick());
        worker.registerFunction(CallKind.FAILING.function(number), Long.class, (call, invocation) -> {
            recorder.ran(call);
            throw new FunctionException(CallKind.code(call), "an error of the function");
        });
        worker.registerFunction(FunctionDefinition.ofAsync(
                CallKind.RELAYED.function(number), Long.class, (call, invocation) -> {
                    recorder.ran(call);
                    return worker.triggerAsync(
                                    Call.to(CallKind.PLAIN.function(next), Recorder.nested(call))
                                            .timeout(NESTED_TIMEOUT),
                                    Long.class)
                            .thenApply(Recorder::relayed);
                }));
    }
}
