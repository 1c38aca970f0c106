package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.sdk.internal.session.CallCompletion;
import dev.iii.sdk.internal.session.Effect;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.NoOpCallbacks;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionConfig;
import dev.iii.sdk.internal.session.SessionRegistration;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The runner performs every type of effect. The test passes the same inputs to the runner and to a second session, whose
 * effects it collects. The event loop is blocked, so that no real connection is made and the inputs are the only events.
 */
class SessionRunnerTest {

    private static final long SECOND = 1_000_000_000L;
    private static final UUID INVOCATION = new UUID(3, 3);

    private final List<String> calls = new ArrayList<>();
    private boolean failing;

    private final class RecordingListener implements SessionListener {

        @Override
        public void cancelInvocations(int generation, boolean interrupt) {
            calls.add("cancel the invocations of " + generation);
        }

        @Override
        public void unbind(int generation, String triggerId) {
            calls.add("unbind " + triggerId);
        }

        @Override
        public void unbindAll(int generation) {
            calls.add("unbind all of " + generation);
        }

        @Override
        public void event(Event event) {
            calls.add(event.getClass().getSimpleName());
            if (failing) {
                throw new StackOverflowError("on purpose");
            }
        }
    }

    private final class RecordingOwner implements NoOpCallbacks {

        @Override
        public void invoke(int generation, InvokeFunction call) {
            calls.add("invoke " + call.functionId());
        }

        @Override
        public void bind(int generation, RegisterTrigger binding) {
            calls.add("bind " + binding.id());
        }
    }

    private final CountDownLatch released = new CountDownLatch(1);
    private final EventLoop loop = new EventLoop("test-io");
    private long now = 1_000 * SECOND;
    private final SessionRunner runner = new SessionRunner(
            session(),
            new ConnectRequest(URI.create("ws://127.0.0.1:9"), Map.of(), Limits.DEFAULT),
            loop,
            new RecordingListener(),
            () -> now);

    private final Session mirror = session();
    private final Set<Class<?>> performed = new HashSet<>();

    private static Session session() {
        long[] ids = {0};
        SessionConfig config = new SessionConfig(
                RawJson.EMPTY_OBJECT,
                RawJson.EMPTY_OBJECT,
                Reconnect.DEFAULT,
                Heartbeat.DEFAULT,
                5 * SECOND,
                false,
                SECOND,
                TriggerRetry.NEVER,
                false,
                10,
                10,
                1 << 20,
                new FrameLimit(16 << 20));
        return new Session(config, () -> new UUID(0, ++ids[0]), new SplittableRandom(7));
    }

    @BeforeEach
    void block() {
        loop.execute(() -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void stop() {
        released.countDown();
        loop.close();
    }

    private void on(Input input) {
        runner.on(input);
    }

    /** Passes the input to both sessions. Calls and registrations are mutable, so that each session needs its own. */
    private void on(Input input, Input sameForTheMirror) {
        mirror.on(sameForTheMirror, now, effect -> performed.add(effect.getClass()));
        on(input);
    }

    private void onBoth(Input input) {
        on(input, input);
    }

    private void register(Frame frame) {
        on(
                new Input.Register(new SessionRegistration(frame, new RecordingOwner())),
                new Input.Register(new SessionRegistration(frame, new RecordingOwner())));
    }

    private PendingCall call() {
        UUID id = new UUID(9, 1);
        return new PendingCall(
                id,
                new InvokeFunction(id, "remote", RawJson.NULL, null, null, null, null, null),
                now + 60 * SECOND,
                outcome -> calls.add(outcome.toString()));
    }

    private PendingCall call(long id, CallCompletion completion) {
        UUID uuid = new UUID(9, id);
        return new PendingCall(
                uuid,
                new InvokeFunction(uuid, "remote", RawJson.NULL, null, null, null, null, null),
                now + 60 * SECOND,
                completion);
    }

    @Test
    void anEffectThatFailsDoesNotKeepTheOthersFromBeingPerformed() {
        failing = true;
        runner.on(new Input.Started());
        runner.on(new Input.Trigger(call(1, outcome -> {
            throw new StackOverflowError("on purpose");
        })));
        runner.on(new Input.Trigger(call(2, outcome -> calls.add("second: " + outcome))));
        runner.on(new Input.Drain(now));
        assertThat(calls).contains("second: WorkerClosed[reason=the worker was closed before it was connected]");
    }

    @Test
    void aListenerThatFailsHearsOfTheNextEvents() {
        failing = true;
        runner.on(new Input.Started());
        calls.clear();
        runner.on(new Input.Drain(now));
        assertThat(calls).contains("StateChanged");
    }

    @Test
    void everyTypeOfEffectIsPerformed() {
        register(new RegisterFunction("f", null, null, null, null, null));
        register(new RegisterTriggerType("type", "d", null, null, null));
        onBoth(new Input.Started());
        onBoth(new Input.Opened(1));
        UUID announcement = new UUID(0, 1);
        onBoth(new Input.Received(1, new InvocationResult(announcement, "f", RawJson.NULL, null, null, null)));
        PendingCall call = call();
        PendingCall same = call();
        on(new Input.Trigger(call), new Input.Trigger(same));
        on(new Input.Cancel(call), new Input.Cancel(same));
        onBoth(new Input.Received(1, new InvokeFunction(INVOCATION, "f", RawJson.NULL, null, null, null, null, null)));
        onBoth(new Input.Received(1, new RegisterTrigger("t", "type", "g", RawJson.NULL, null, null, null)));
        onBoth(new Input.Received(1, new UnregisterTrigger("t", "type")));
        now += 20 * SECOND;
        onBoth(new Input.Tick(now - SECOND));
        now += 60 * SECOND;
        onBoth(new Input.Tick(Input.Tick.UNKNOWN));
        assertThat(performed).isEqualTo(Set.of(Effect.class.getPermittedSubclasses()));
        assertThat(runner.state()).isEqualTo(mirror.state());
        assertThat(calls)
                .contains(
                        "Cancelled[]",
                        "invoke f",
                        "bind t",
                        "unbind t",
                        "cancel the invocations of 1",
                        "unbind all of 1",
                        "StateChanged",
                        "WillReconnect");
    }
}
