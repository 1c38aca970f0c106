package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.queue.QueueDefinition;
import java.util.List;
import java.util.function.UnaryOperator;

/** Agents that hand a task over to each other. Each is a function; the queue keeps the task, the state its context. */
public final class AgentHandover {

    private static final String QUEUE = "agent-tasks";

    record Task(String id, String question) {}

    record Research(String question, List<String> findings, String answer) {}

    private AgentHandover() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("agents").closeOnExit(true).build());
        register(worker, prompt -> "answer to: " + prompt);
        worker.closed().join();
    }

    /** @param model the language model: a prompt in, its answer out */
    static void register(Worker worker, UnaryOperator<String> model) {
        worker.queues().define(QueueDefinition.standard(QUEUE).concurrency(4));
        worker.registerFunction("agents::ask", Task.class, (task, call) -> {
            worker.state().set("research", task.id(), new Research(task.question(), List.of(), ""));
            return handOver(worker, "agents::researcher", task);
        });
        worker.registerFunction("agents::researcher", Task.class, (task, call) -> {
            Research research = context(worker, task);
            List<String> findings = List.of(model.apply("facts about " + research.question()));
            worker.state().set("research", task.id(), new Research(research.question(), findings, ""));
            return handOver(worker, "agents::writer", task);
        });
        worker.registerFunction("agents::writer", Task.class, (task, call) -> {
            Research research = context(worker, task);
            String answer = model.apply("summary of " + research.findings());
            worker.state().set("research", task.id(), new Research(research.question(), research.findings(), answer));
        });
    }

    private static Research context(Worker worker, Task task) {
        return worker.state().get("research", task.id(), Research.class).orElseThrow();
    }

    /** Returns when the queue has stored the task; the next agent gets it even if it is not connected now. */
    private static String handOver(Worker worker, String agent, Task task) {
        return worker.trigger(Call.to(agent, task).enqueue(QUEUE)).messageReceiptId();
    }
}
