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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A session with time, ids and effects in the hand of a test. */
final class Play {

    static final long SECOND = 1_000_000_000L;
    static final SessionConfig CONFIG = new SessionConfig(
            RawJson.parse("{\"name\":\"w\"}"),
            new Backoff(SECOND, 2, 30 * SECOND, 0),
            10 * SECOND,
            20 * SECOND,
            60 * SECOND,
            5 * SECOND,
            false,
            SECOND,
            TriggerUpkeep.NONE,
            100,
            3,
            1 << 20);

    /** The announcement, as the first call of a session. */
    static final String ANNOUNCE_1 = "{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(0, 1)
            + "\",\"function_id\":\"engine::workers::register\",\"data\":{\"name\":\"w\"}}";

    /** The same worker, standing by. */
    static final SessionConfig STANDBY = new SessionConfig(
            CONFIG.announcement(),
            CONFIG.backoff(),
            CONFIG.stableNanos(),
            CONFIG.pingEveryNanos(),
            CONFIG.silenceNanos(),
            CONFIG.announceNanos(),
            true,
            SECOND,
            TriggerUpkeep.NONE,
            CONFIG.maxInFlight(),
            CONFIG.maxQueuedCalls(),
            CONFIG.maxQueuedBytes());

    /** The same worker, with upkeep of triggers. */
    static SessionConfig keeping(TriggerUpkeep triggers) {
        return new SessionConfig(
                CONFIG.announcement(),
                CONFIG.backoff(),
                CONFIG.stableNanos(),
                CONFIG.pingEveryNanos(),
                CONFIG.silenceNanos(),
                CONFIG.announceNanos(),
                false,
                SECOND,
                triggers,
                CONFIG.maxInFlight(),
                CONFIG.maxQueuedCalls(),
                CONFIG.maxQueuedBytes());
    }

    long now = 1_000 * SECOND;
    private long nextId = 1;
    final Session session;
    final List<Effect> effects = new ArrayList<>();

    /** A fence that is raised with this id. */
    static String fence(long id) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(0, id)
                + "\",\"function_id\":\"engine::baggage::get_all\",\"data\":{}}";
    }

    Play() {
        this(CONFIG);
    }

    Play(SessionConfig config) {
        session = new Session(config, () -> new UUID(0, nextId++), new SplittableRandom(7));
    }

    /** Gives an input; what it causes replaces what is in {@link #effects}. */
    Play on(Input input) {
        effects.clear();
        session.on(input, now, effects::add);
        return this;
    }

    Play after(long nanos) {
        now += nanos;
        return on(new Input.Tick(Input.Tick.UNKNOWN));
    }

    /** As text, without wake-ups and news: frames as their JSON, everything else as its record. */
    List<String> did() {
        List<String> texts = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send e) {
                texts.add(text(e.frame()));
            } else if (effect instanceof Effect.SendCall e) {
                texts.add(text(e.call().frame()));
            } else if (effect instanceof Effect.Complete e) {
                texts.add(e.call().owner() + " " + e.outcome());
            } else if (!(effect instanceof Effect.Notify) && !(effect instanceof Effect.WakeAt)) {
                texts.add(effect.toString());
            }
        }
        return texts;
    }

    List<Event> news() {
        return effects.stream()
                .filter(Effect.Notify.class::isInstance)
                .map(e -> ((Effect.Notify) e).event())
                .toList();
    }

    static String text(Frame frame) {
        return new String(FrameEncoder.encode(frame), StandardCharsets.UTF_8);
    }

    /** Started, connected and announced; generation 1, invocation ids from 2 on. */
    Play ready() {
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

    static Registrable function(String id) {
        return new Registrable(new RegisterFunction(id, null, null, null, null, null), id);
    }

    static Registrable trigger(String id) {
        return new Registrable(new RegisterTrigger(id, "http", "f", RawJson.NULL, null, null, null), id);
    }

    static Registrable subscription(String id) {
        return new Registrable(
                new RegisterTrigger(id, "subscribe", "f", RawJson.parse("{\"topic\":\"t\"}"), null, null, null), id);
    }

    PendingCall call(long id, String name, long timeout) {
        UUID uuid = new UUID(9, id);
        return new PendingCall(
                uuid, new InvokeFunction(uuid, name, RawJson.NULL, null, null, null, null, null), now + timeout, name);
    }

    static String uuid(long high, long low) {
        return new UUID(high, low).toString();
    }
}
