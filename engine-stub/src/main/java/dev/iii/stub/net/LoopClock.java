package dev.iii.stub.net;

import dev.iii.stub.core.environment.StubClock;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.time.Instant;

/** The system time. Its alarms run on an event loop. */
public final class LoopClock implements StubClock {

    private final EventLoop loop;

    /** Creates a clock whose alarms run on the given loop. */
    public LoopClock(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        return loop.schedule(delay, task)::cancel;
    }
}
