package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes other workers for messages, by the ids that the engine gives: with their names if the engine tells them in time,
 * otherwise with the id. All questions of the same time take one call. Thread-safe.
 */
final class WorkerDescriptions {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private record Question(String id, CompletableFuture<String> answer) {}

    private final String worker;
    private final Caller caller;
    private final HandlerThreads callbacks;
    private final Queue<Question> open = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    WorkerDescriptions(String worker, Caller caller, HandlerThreads callbacks) {
        this.worker = worker;
        this.caller = caller;
        this.callbacks = callbacks;
    }

    /**
     * Returns a future of the description of a worker. It never fails, and it completes within {@link #ANSWER_TIMEOUT} on any
     * thread. Does not block.
     *
     * @param workerId the id of the connection of the worker
     */
    CompletableFuture<String> of(String workerId) {
        Question question = new Question(workerId, new CompletableFuture<>());
        open.add(question);
        if (scheduled.compareAndSet(false, true)) {
            callbacks.execute(() -> {
                scheduled.set(false);
                ask();
            });
        }
        return question.answer;
    }

    /** Returns the description of a worker of which only the id is known. */
    static String byId(String workerId) {
        return "the worker with the id " + workerId;
    }

    private void ask() {
        List<Question> questions = new ArrayList<>();
        Question next;
        while ((next = open.poll()) != null) {
            questions.add(next);
        }
        CompletableFuture<Json> answer;
        try {
            answer = caller.jsonAsync(Call.to("engine::workers::list", Map.of()).timeout(ANSWER_TIMEOUT));
        } catch (Throwable e) {
            answer(questions, Map.of());
            throw e;
        }
        var unused = answer.handle((list, failure) -> {
            answer(questions, failure == null ? descriptions(list) : Map.of());
            return null;
        });
    }

    private static void answer(List<Question> questions, Map<String, String> descriptions) {
        for (Question question : questions) {
            question.answer.complete(descriptions.getOrDefault(question.id, byId(question.id)));
        }
    }

    /** Returns an empty map for an answer that cannot be understood. It must not keep refusals from being reported. */
    private Map<String, String> descriptions(Json list) {
        Map<String, String> descriptions = new HashMap<>();
        try {
            for (Json row : TriggerFacts.rows(list, "workers")) {
                String id = TriggerFacts.text(row, "id");
                String name = TriggerFacts.text(row, "name");
                if (!name.isEmpty()) {
                    String details = Stream.of("runtime", "ip_address")
                            .map(field -> TriggerFacts.text(row, field))
                            .filter(text -> !text.isEmpty())
                            .map(text -> ", " + text)
                            .collect(Collectors.joining());
                    descriptions.put(id, "worker " + name + " (id " + id + details + ")");
                }
            }
        } catch (RuntimeException e) {
            log.debug("Worker {}: the engine's list of workers is invalid", worker, e);
            return Map.of();
        }
        return descriptions;
    }
}
