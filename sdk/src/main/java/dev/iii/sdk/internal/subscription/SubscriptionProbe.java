package dev.iii.sdk.internal.subscription;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.IiiException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a new subscription receives messages. It uses a separate worker, because the engine may stop reading the
 * connection of a worker that subscribes. Thread-safe.
 */
public final class SubscriptionProbe {

    /** The 0.23 engine needs 7 to 9 s to detect that Redis is not available. */
    private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofMillis(100);
    private static final int MESSAGES = 3;

    private final String name;
    private final WorkerOptions template;
    private final Function<WorkerOptions, Worker> connect;
    private final AtomicReference<@Nullable Worker> current = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Creates a probe that does nothing yet.
     *
     * @param name the name of the worker whose subscriptions are checked
     * @param template the options of that worker
     * @param connect creates a worker for the same engine
     */
    public SubscriptionProbe(String name, WorkerOptions template, Function<WorkerOptions, Worker> connect) {
        this.name = name;
        this.template = template;
        this.connect = connect;
    }

    /**
     * Returns {@code true} if a message arrives. Takes a few milliseconds if all is well, and up to {@link
     * #REGISTRATION_TIMEOUT} while the engine waits for its broker.
     */
    boolean succeeds() {
        try (Worker worker = connect.apply(options())) {
            current.set(worker);
            if (stopped) {
                return false;
            }
            SubscriptionHeartbeat heartbeat = new SubscriptionHeartbeat(worker, worker::registerFunction, () -> {});
            heartbeat.awaitRegistered(REGISTRATION_TIMEOUT);
            for (int i = 0; i < MESSAGES; i++) {
                heartbeat.send();
                if (heartbeat.awaitReceived(MESSAGE_TIMEOUT)) {
                    return true;
                }
            }
            return false;
        } catch (IiiException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            current.set(null);
        }
    }

    /** Ends the check that is running. */
    void stop() {
        stopped = true;
        Worker worker = current.get();
        if (worker != null) {
            worker.shutdown(DRAIN);
        }
    }

    private WorkerOptions options() {
        String suffix = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        WorkerOptions.Builder options = WorkerOptions.builder()
                .fixedName(name + "-probe-" + suffix)
                .connectTimeout(template.connectTimeout())
                .drainTimeout(DRAIN)
                .inferSchemas(false);
        template.namespace().ifPresent(options::namespace);
        template.sslContext().ifPresent(options::sslContext);
        template.headers().forEach(options::header);
        return options.build();
    }
}
