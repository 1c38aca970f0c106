package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A session whose time and ids a test controls. It records the effects of the last input. */
final class SessionScript {

    static final long SECOND = 1_000_000_000L;
    static final int FRAME_LIMIT = 64 << 10;
    static final SessionConfig CONFIG = config(false, TriggerRetry.NEVER);

    private static final String UNLISTED = "{\"name\":\"w\"}";
    private static final String LISTED = "{\"name\":\"w\",\"pid\":7}";

    /** The announcement of the first connection of a worker that has registered something. */
    static final String ANNOUNCE_1 = announcement(1, UNLISTED);

    private static String announcement(long id, String payload) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(0, id)
                + "\",\"function_id\":\"engine::workers::register\",\"data\":" + payload + "}";
    }

    /** Returns the frame of an announcement with this invocation id, after which the engine lists the worker. */
    static String announcementWithPid(long id) {
        return announcement(id, LISTED);
    }

    /** Like {@link #CONFIG}, for a standby worker. */
    static final SessionConfig STANDBY = config(true, TriggerRetry.NEVER);

    /** Returns a configuration like {@link #CONFIG} that registers refused triggers again. */
    static SessionConfig retrying(TriggerRetry triggerRetry) {
        return config(false, triggerRetry);
    }

    /** Like {@link #CONFIG}, for a worker that repeats quick results. */
    static final SessionConfig REPEATING = config(false, TriggerRetry.NEVER, true);

    private static SessionConfig config(boolean standby, TriggerRetry triggerRetry) {
        return config(standby, triggerRetry, false);
    }

    private static SessionConfig config(boolean standby, TriggerRetry triggerRetry, boolean repeatQuickResults) {
        return new SessionConfig(
                RawJson.parse(LISTED),
                RawJson.parse(UNLISTED),
                new Reconnect(new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0), Duration.ofSeconds(10)),
                new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(60)),
                5 * SECOND,
                standby,
                SECOND,
                triggerRetry,
                repeatQuickResults,
                100,
                3,
                1 << 20,
                new FrameLimit(FRAME_LIMIT));
    }

    /** The owner of a registration, which is only compared. */
    record Owner(String name) implements RegistrationCallbacks {

        @Override
        public void onConfirmed() {}

        @Override
        public void onStandby(String ownerWorkerId) {}

        @Override
        public void onHeld() {}

        @Override
        public void onRefused(ErrorBody error) {}

        @Override
        public void onConflict(String namespace, String ownerWorkerId) {}

        @Override
        public void onRefusedAgain(ErrorBody error, boolean last) {}

        @Override
        public void invoke(int generation, InvokeFunction call) {}

        @Override
        public void bind(int generation, RegisterTrigger binding) {}
    }

    /** The completion of a call, which is only compared. */
    record Completion(String name) implements CallCompletion {

        @Override
        public void done(Outcome outcome) {}

        @Override
        public String toString() {
            return name;
        }
    }

    long now = 1_000 * SECOND;
    private long nextId = 1;
    final Session session;
    final List<Effect> effects = new ArrayList<>();

    /** Returns the frame of a fence with this invocation id. */
    static String fence(long id) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(0, id)
                + "\",\"function_id\":\"engine::baggage::get_all\",\"data\":{}}";
    }

    SessionScript() {
        this(CONFIG);
    }

    SessionScript(SessionConfig config) {
        session = new Session(config, () -> new UUID(0, nextId++), new SplittableRandom(7));
    }

    /** Passes an input. Its effects replace the recorded ones. */
    SessionScript on(Input input) {
        effects.clear();
        session.on(input, now, effects::add);
        return this;
    }

    /** Advances the time and passes a tick. */
    SessionScript after(long nanos) {
        now += nanos;
        return on(new Input.Tick(Input.Tick.UNKNOWN));
    }

    /** Returns the recorded effects as strings, without wake-ups and events: frames as JSON, other effects as records. */
    List<String> actions() {
        List<String> texts = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send e) {
                texts.add(text(e.frame()));
            } else if (effect instanceof Effect.SendCall e) {
                texts.add(text(e.call().frame()));
            } else if (effect instanceof Effect.Complete e) {
                texts.add(e.call().completion() + " " + e.outcome());
            } else if (!(effect instanceof Effect.Notify) && !(effect instanceof Effect.WakeAt)) {
                texts.add(effect.toString());
            }
        }
        return texts;
    }

    /** Returns the recorded events. */
    List<Event> events() {
        return effects.stream()
                .filter(Effect.Notify.class::isInstance)
                .map(e -> ((Effect.Notify) e).event())
                .toList();
    }

    static String text(Frame frame) {
        return new String(FrameEncoder.encode(frame), StandardCharsets.UTF_8);
    }

    /** Starts, connects and announces the worker. The generation is then 1, and the next invocation id is 2. */
    SessionScript ready() {
        on(new Input.Started());
        on(new Input.Opened(1));
        on(received(1, new WorkerRegistered("worker-1", "token-1")));
        return on(received(1, ok(1)));
    }

    static Input.Received received(int generation, Frame frame) {
        return new Input.Received(generation, frame);
    }

    static InvocationResult ok(long id) {
        return new InvocationResult(new UUID(0, id), "f", RawJson.parse("{\"ok\":true}"), null, null, null);
    }

    static InvocationResult failed(long id, String code) {
        return new InvocationResult(new UUID(0, id), "f", null, new ErrorBody(code, "no"), null, null);
    }

    static SessionRegistration function(String id) {
        return new SessionRegistration(new RegisterFunction(id, null, null, null, null, null), new Owner(id));
    }

    static SessionRegistration trigger(String id) {
        return new SessionRegistration(
                new RegisterTrigger(id, "http", "f", RawJson.NULL, null, null, null), new Owner(id));
    }

    static SessionRegistration subscription(String id) {
        return new SessionRegistration(
                new RegisterTrigger(id, "subscribe", "f", RawJson.parse("{\"topic\":\"t\"}"), null, null, null),
                new Owner(id));
    }

    PendingCall call(long id, String name, long timeout) {
        UUID uuid = new UUID(9, id);
        return new PendingCall(
                uuid,
                new InvokeFunction(uuid, name, RawJson.NULL, null, null, null, null, null),
                now + timeout,
                new Completion(name));
    }

    static String uuid(long high, long low) {
        return new UUID(high, low).toString();
    }
}
