package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.session.Effect.Urgency;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where the parts of a session put their effects, and what they share: the connection and the time of the input. */
final class Outlet {

    private final Supplier<UUID> ids;
    private Consumer<Effect> effects = effect -> {};
    private long now;
    /** Of the current connection, or of the last one while there is none. */
    private int generation;

    private boolean connected;

    Outlet(Supplier<UUID> ids) {
        this.ids = ids;
    }

    void begin(long nowNanos, Consumer<Effect> out) {
        now = nowNanos;
        effects = out;
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
        effects.accept(effect);
    }

    void notify(Event event) {
        emit(new Effect.Notify(event));
    }

    void send(Frame frame, Urgency urgency) {
        emit(new Effect.Send(generation, frame, urgency));
    }

    /** Calls a function of the engine and gives the id of its answer. */
    UUID call(String functionId, RawJson data) {
        UUID id = ids.get();
        send(new InvokeFunction(id, functionId, data, null, null, null, null, null), Urgency.WORK);
        return id;
    }
}
