package dev.iii.sdk.internal.subscription;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.runtime.ManagedWait;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of a worker to itself, on a topic that no other worker uses. While they arrive, the engine's subscriptions work.
 * Thread-safe.
 */
public final class SubscriptionHeartbeat {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final String TOPIC = "iii.sdk.beat.";
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(5);
    private static final Json INTERNAL = Json.object(Map.of("internal", Json.of(true)));

    private final Worker worker;
    private final Runnable onLatest;
    private final String topic = TOPIC + UUID.randomUUID();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition received = lock.newCondition();

    @GuardedBy("lock")
    private long lastSent;

    @GuardedBy("lock")
    private long lastReceived;

    private volatile boolean refused;
    private final Registration function;
    private final Registration trigger;

    /**
     * Registers the function and the subscription.
     *
     * @param register registers a function of the worker
     * @param onLatest called on the I/O thread when the latest message has arrived; must not block
     */
    SubscriptionHeartbeat(Worker worker, Function<FunctionDefinition<?>, Registration> register, Runnable onLatest) {
        this.worker = worker;
        this.onLatest = onLatest;
        String functionId = "iii::sdk::" + topic;
        function = register.apply(FunctionDefinition.of(functionId, (json, call) -> {
                    receive(json);
                    return null;
                })
                .description("Detects subscriptions that stopped receiving messages")
                .metadata(INTERNAL)
                .quick());
        trigger = worker.registerTrigger(SubscribeTrigger.topic(topic), functionId);
    }

    /** Returns {@code true} if the topic belongs to a heartbeat of any worker. */
    public static boolean isOwnTopic(String topic) {
        return topic.startsWith(TOPIC);
    }

    /** Returns {@code true} if the engine does not allow the worker to subscribe or to publish. */
    boolean isRefused() {
        return refused
                || function.status() == RegistrationStatus.REFUSED
                || trigger.status() == RegistrationStatus.REFUSED;
    }

    void awaitRegistered(Duration timeout) {
        trigger.awaitConfirmed(timeout);
    }

    /**
     * Sends a message without waiting: an engine without its broker may need long to accept it. A message that is not
     * accepted counts as missing, too.
     */
    void send() {
        Call publish = Call.to(
                        "publish",
                        new JsonObject().put("topic", topic).put("data", next()).toJson())
                .timeout(PUBLISH_TIMEOUT);
        var unused = worker.triggerAsync(publish).exceptionally(failure -> {
            if (failure instanceof CallRefusedException || failure instanceof FunctionNotFoundException) {
                refused = true;
                log.warn(
                        "Worker {} may not publish, so a lost broker will not be detected: {}",
                        worker.name(),
                        failure.getMessage());
            }
            return Json.NULL;
        });
    }

    private long next() {
        lock.lock();
        try {
            return ++lastSent;
        } finally {
            lock.unlock();
        }
    }

    private void receive(Json message) {
        Long number = message.as(Long.class);
        boolean latest;
        lock.lock();
        try {
            latest = number != null && number > lastReceived && number == lastSent;
            lastReceived = number == null ? lastReceived : Math.max(lastReceived, number);
            received.signalAll();
        } finally {
            lock.unlock();
        }
        if (latest) {
            onLatest.run();
        }
    }

    /** Returns {@code true} if the latest message has arrived. */
    boolean isReceived() {
        lock.lock();
        try {
            return lastReceived >= lastSent;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the latest message has arrived. Returns {@code false} if it does not arrive in time. */
    boolean awaitReceived(Duration timeout) throws InterruptedException {
        long remaining = timeout.toNanos();
        lock.lock();
        try {
            while (lastReceived < lastSent) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = ManagedWait.awaitNanos(received, remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
