package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.command.Publisher;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events on the topics {@code CONTEXT.EVENT-NAME}, without waiting. If the engine does not answer, further messages
 * are dropped: they are only hints. Thread-safe.
 */
final class TopicPublisher implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(TopicPublisher.class);
    private static final int MAX_PENDING = 256;

    private final Worker worker;
    private final String context;
    private final Semaphore pending = new Semaphore(MAX_PENDING);

    TopicPublisher(Worker worker, String context) {
        this.worker = worker;
        this.context = context;
    }

    @Override
    public void publish(String aggregate, Recorded<?> recorded) {
        if (!pending.tryAcquire()) {
            log.debug("Event {} is not published, because the engine does not confirm messages", recorded.id());
            return;
        }
        boolean sent = false;
        try {
            var unused = worker.publishAsync(context + "." + recorded.name().name(), message(aggregate, recorded))
                    .whenComplete((done, failure) -> pending.release());
            sent = true;
        } catch (RuntimeException e) {
            log.debug("Event {} could not be published: {}", recorded.id(), e.getMessage());
        } finally {
            if (!sent) {
                pending.release();
            }
        }
    }

    private static Json message(String aggregate, Recorded<?> recorded) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("aggregate", aggregate);
        fields.put("stream", recorded.stream());
        fields.put("id", recorded.id());
        fields.put("number", recorded.number());
        fields.put("at", recorded.at().toString());
        fields.put("type", recorded.name().name());
        fields.put("version", recorded.name().version());
        fields.put("commandId", recorded.commandId());
        fields.put("data", recorded.event());
        return Json.of(fields);
    }
}
