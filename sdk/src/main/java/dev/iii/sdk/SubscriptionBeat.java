package dev.iii.sdk;

import dev.iii.sdk.internal.runtime.PoolWait;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of a worker to itself, on a topic that nobody else has: while they come, the engine's subscriptions work. */
final class SubscriptionBeat {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final String TOPIC = "iii.sdk.beat.";
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(5);
    private static final Json INTERNAL = Json.object(Map.of("internal", Json.of(true)));

    private final Worker worker;
    private final Runnable onHeard;
    private final String topic = TOPIC + UUID.randomUUID();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    // Guarded by the lock.
    private long last;
    private long expected;
    private long heard;

    private volatile boolean refused;
    private final Registration function;
    private final Registration trigger;

    /** @param onHeard told that the latest beat has come, on the I/O thread: must not block */
    SubscriptionBeat(Worker worker, Runnable onHeard) {
        this.worker = worker;
        this.onHeard = onHeard;
        String functionId = "iii::sdk::" + topic;
        function = worker.registerFunction(FunctionDefinition.of(functionId, (json, call) -> {
                    hear(json);
                    return null;
                })
                .description("Notices when subscriptions fall silent")
                .metadata(INTERNAL)
                .quick()
                .untraced());
        trigger = worker.registerTrigger(SubscribeTrigger.topic(topic), functionId);
    }

    /** Whether it is the topic of a beat. */
    static boolean isOne(String topic) {
        return topic.startsWith(TOPIC);
    }

    /** Whether the engine does not let the worker have it. */
    boolean isRefused() {
        return refused || function.standing() == Standing.REFUSED || trigger.standing() == Standing.REFUSED;
    }

    void awaitRegistered(Duration timeout) {
        trigger.awaitConfirmed(timeout);
    }

    /** Does not wait: an engine without its broker may take long to take it. One that is not taken is missing, too. */
    void send() {
        Call publish = EngineCall.publish(topic, expectNext(), worker).timeout(PUBLISH_TIMEOUT);
        var unused = worker.triggerAsync(publish).exceptionally(failure -> {
            if (failure instanceof CallRefusedException || failure instanceof FunctionNotFoundException) {
                refused = true;
                log.warn(
                        "Worker {}: it may not publish, so a lost broker is not noticed: {}",
                        worker.name(),
                        failure.getMessage());
            }
            return Json.NULL;
        });
    }

    private long expectNext() {
        lock.lock();
        try {
            expected = ++last;
            return last;
        } finally {
            lock.unlock();
        }
    }

    private void hear(Json beat) {
        Long number = beat.as(Long.class);
        boolean latest;
        lock.lock();
        try {
            latest = number != null && number > heard && number == last;
            heard = number == null ? heard : Math.max(heard, number);
            news.signalAll();
        } finally {
            lock.unlock();
        }
        if (latest) {
            onHeard.run();
        }
    }

    /** Whether the latest has come. */
    boolean isHeard() {
        lock.lock();
        try {
            return heard >= expected;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the latest has come; false when it has not in time. */
    boolean awaitHeard(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (heard < expected) {
                if (left <= 0) {
                    return false;
                }
                left = PoolWait.awaitNanos(news, left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
