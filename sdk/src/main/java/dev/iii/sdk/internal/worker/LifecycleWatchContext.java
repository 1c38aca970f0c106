package dev.iii.sdk.internal.worker;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.SilentSubscriptions;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.subscription.WatchContext;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.Set;

/** Connects the watch over subscriptions with the parts of its worker. */
record LifecycleWatchContext(
        Lifecycle lifecycle, SessionRunner runner, EventLoop loop, HandlerThreads callbacks, Registrar registrar)
        implements WatchContext {

    @Override
    public Set<String> topics() {
        return lifecycle.registrations().subscribedTopics();
    }

    @Override
    public Registration register(FunctionDefinition<?> function) {
        return registrar.register(function, false);
    }

    @Override
    public void resubscribe(boolean unregisterFirst) {
        runner.on(new Input.Resubscribe(unregisterFirst));
    }

    @Override
    public void report(SilentSubscriptions silent) {
        lifecycle.report(silent);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        loop.schedule(delay, () -> callbacks.execute(task));
    }

    @Override
    public long now() {
        return runner.now();
    }
}
