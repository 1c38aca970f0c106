package dev.iii.sdk;

import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.session.Input;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.Set;

/** What the watch over the subscriptions of a worker sees of it. */
record WatchedWorker(Lifecycle lifecycle, SessionRunner runner, EventLoop loop, HandlerThreads threads)
        implements SubscriptionWatch.Ground {

    @Override
    public Set<String> topics() {
        return lifecycle.subscribedTopics();
    }

    @Override
    public void resubscribe(boolean anew) {
        runner.on(new Input.Resubscribe(anew));
    }

    @Override
    public void tell(SilentSubscriptions silent) {
        lifecycle.tell(silent);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        loop.schedule(delay, () -> threads.execute(task));
    }

    @Override
    public long now() {
        return runner.now();
    }
}
