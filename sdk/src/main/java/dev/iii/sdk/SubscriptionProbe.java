package dev.iii.sdk;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tries whether a new subscription hears anything, with a worker of its own, since the engine may stop reading for it. */
final class SubscriptionProbe {

    /** The 0.23 engine needs 7 to 9 s to see that there is no Redis. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofMillis(100);
    private static final int BEATS = 3;

    private final String name;
    private final URI address;
    private final WorkerOptions like;
    private final Environment environment;
    private final AtomicReference<@Nullable Worker> current = new AtomicReference<>();
    private volatile boolean stopped;

    /** @param like the options of the worker that asks */
    SubscriptionProbe(String name, URI address, WorkerOptions like, Environment environment) {
        this.name = name;
        this.address = address;
        this.like = like;
        this.environment = environment;
    }

    /** Takes some milliseconds when all is well, up to {@link #PATIENCE} when the engine waits for its broker. */
    boolean hears() {
        try (Worker worker = new Worker(address, options(), environment).start()) {
            current.set(worker);
            if (stopped) {
                return false;
            }
            SubscriptionBeat beat = new SubscriptionBeat(worker, () -> {});
            beat.awaitRegistered(PATIENCE);
            for (int i = 0; i < BEATS; i++) {
                beat.send();
                if (beat.awaitHeard(BEAT)) {
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

    /** Ends the one that is under way. */
    void stop() {
        stopped = true;
        Worker worker = current.get();
        if (worker != null) {
            worker.shutdown(DRAIN);
        }
    }

    private WorkerOptions options() {
        String suffix = Integer.toHexString(RandomGenerator.getDefault().nextInt());
        WorkerOptions.Builder options = WorkerOptions.builder()
                .name(name + "-probe-" + suffix)
                .connectTimeout(like.connectTimeout())
                .drainTimeout(DRAIN)
                .inferSchemas(false);
        like.namespace().ifPresent(options::namespace);
        like.sslContext().ifPresent(options::sslContext);
        like.headers().forEach(options::header);
        return options.build();
    }
}
