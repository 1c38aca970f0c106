package dev.iii.sdk.internal.subscription;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.SilentSubscriptions;
import java.time.Duration;
import java.util.Set;

/** The functions of its worker that {@link SubscriptionWatch} needs in addition to the API. Thread-safe. */
public interface WatchContext {

    /** Returns the topics of the active subscriptions, except those of the SDK itself. */
    Set<String> topics();

    /** Registers a function of the SDK, whose invocations do not become spans. */
    Registration register(FunctionDefinition<?> function);

    /**
     * Registers all subscriptions again.
     *
     * @param unregisterFirst whether they are unregistered before
     */
    void resubscribe(boolean unregisterFirst);

    /** Notifies the listeners of the worker. */
    void report(SilentSubscriptions silent);

    /** Runs a task on a callback thread after a delay; never if the worker has ended. */
    void schedule(Duration delay, Runnable task);

    /** Returns the current time on a clock of nanoseconds. */
    long now();
}
