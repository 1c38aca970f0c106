package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.trigger.StateEvent;
import dev.iii.sdk.trigger.StateTrigger;
import java.util.Optional;

/** Keeps the number of open and done tasks up to date whenever any worker changes a task. */
public final class ReactiveState {

    record Task(String title, boolean done) {}

    record Counts(long open, long done) {}

    private ReactiveState() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("task-counts").closeOnExit(true).build());
        register(worker);
        worker.closed().join();
    }

    static void register(Worker worker) {
        worker.registerFunction("counts::update", StateEvent.of(Task.class), (event, call) -> {
            int open = count(event.newValue(), false) - count(event.oldValue(), false);
            int done = count(event.newValue(), true) - count(event.oldValue(), true);
            // One atomic update: two tasks may change at the same time.
            worker.state()
                    .update(
                            "counts",
                            "tasks",
                            StateUpdate.create().increment("open", open).increment("done", done))
                    .orThrow();
        });
        worker.registerTrigger(StateTrigger.scope("tasks"), "counts::update");
        worker.registerFunction(
                "counts::get",
                json -> worker.state().get("counts", "tasks", Counts.class).orElse(new Counts(0, 0)));
    }

    private static int count(Optional<Task> task, boolean done) {
        return task.filter(existing -> existing.done() == done).isPresent() ? 1 : 0;
    }
}
