package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.session.Effect.Urgency;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Receives the effects of the parts of a session, and holds what they share: the connection and the time of the input. */
final class EffectSink {

    private final Supplier<UUID> ids;
    private final FrameLimit limit;
    private Consumer<Effect> target = effect -> {};
    private long now;
    /** The generation of the current connection, or of the last one if there is none. */
    private int generation;

    private boolean connected;

    EffectSink(Supplier<UUID> ids, FrameLimit limit) {
        this.ids = ids;
        this.limit = limit;
    }

    void begin(long nowNanos, Consumer<Effect> out) {
        now = nowNanos;
        target = out;
    }

    long now() {
        return now;
    }

    int generation() {
        return generation;
    }

    boolean isConnected() {
        return connected;
    }

    void connecting() {
        generation++;
        emit(new Effect.Connect(generation));
    }

    void connected() {
        connected = true;
    }

    void disconnected() {
        connected = false;
    }

    void emit(Effect effect) {
        target.accept(effect);
    }

    void notify(Event event) {
        emit(new Effect.Notify(event));
    }

    FrameLimit limit() {
        return limit;
    }

    /** Sends a frame. If it is too large, a smaller one takes its place, or none. */
    void send(Frame frame, Urgency urgency) {
        Frame fitted = limit.fitted(frame);
        if (fitted != frame) {
            notify(new Event.Warning(limit.describe(frame, fitted)));
        }
        if (fitted != null) {
            emit(new Effect.Send(generation, fitted, urgency));
        }
    }

    /** Calls a function of the engine and returns the invocation id of the call. */
    UUID call(String functionId, RawJson data) {
        UUID id = ids.get();
        send(new InvokeFunction(id, functionId, data, null, null, null, null, null), Urgency.WORK);
        return id;
    }
}
