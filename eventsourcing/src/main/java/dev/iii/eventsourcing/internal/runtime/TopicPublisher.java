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
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("aggregate", Json.of(aggregate));
        fields.put("stream", Json.of(recorded.stream()));
        fields.put("id", Json.of(recorded.id()));
        fields.put("number", Json.of(recorded.number()));
        fields.put("at", Json.of(recorded.at().toString()));
        fields.put("type", Json.of(recorded.name().name()));
        fields.put("version", Json.of(recorded.name().version()));
        fields.put("commandId", Json.of(recorded.commandId()));
        fields.put("data", Json.of(recorded.event()));
        return Json.object(fields);
    }
}
