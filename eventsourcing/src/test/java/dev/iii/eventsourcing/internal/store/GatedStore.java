package dev.iii.eventsourcing.internal.store;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateUpdate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A store whose appends wait at a gate once it is closed. Thread-safe. */
public final class GatedStore implements StateStore {

    private static final int ALL = 1_000_000;

    private final StateStore store;
    private final Semaphore gate = new Semaphore(ALL);
    private final AtomicLong appends = new AtomicLong();

    /** Creates a store whose gate is open. */
    public GatedStore(StateStore store) {
        this.store = store;
    }

    /** Lets the next appends wait. */
    public void close() {
        gate.drainPermits();
    }

    /** Returns a condition that is checked often. */
    public static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    /** Waits until an append waits at the gate. */
    public void awaitAppend() {
        await().until(gate::hasQueuedThreads);
    }

    /** Lets one append pass. */
    public void passOne() {
        gate.release();
    }

    /** Lets all appends pass. */
    public void open() {
        gate.release(ALL);
    }

    /** Returns the number of appends so far. */
    public long appends() {
        return appends.get();
    }

    @Override
    public @Nullable Json get(String scope, String key) {
        return store.get(scope, key);
    }

    @Override
    public @Nullable Json set(String scope, String key, Json value) {
        return store.set(scope, key, value);
    }

    @Override
    public Json update(String scope, String key, StateUpdate update) {
        gate.acquireUninterruptibly();
        appends.incrementAndGet();
        return store.update(scope, key, update);
    }

    @Override
    public @Nullable Json delete(String scope, String key) {
        return store.delete(scope, key);
    }

    @Override
    public List<Json> list(String scope) {
        return store.list(scope);
    }
}
