package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine of a simulation, and the network between it and the worker. */
final class SimulatedEngine {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** The engine's side of a connection. */
    static final class Peer {
        final int generation;
        boolean open = true;
        boolean halfOpen;
        long lastDelivery;
        long lastReceived;
        boolean announced;
        boolean listed;
        final List<Frame> received = new ArrayList<>();
        final Set<String> functions = new HashSet<>();
        final Set<String> triggers = new HashSet<>();

        Peer(int generation) {
            this.generation = generation;
        }
    }

    private final SplittableRandom random;
    private final SimulatedTime time;
    private final Consumer<Input> worker;
    private final Map<Integer, Peer> peers = new HashMap<>();
    /** The number of the newest connection. */
    int latest;
    /** The engine answers everything, and the network works. */
    boolean calm;
    /** The engine refuses the worker as soon as it can. */
    boolean refuses;

    SimulatedEngine(SplittableRandom random, SimulatedTime time, Consumer<Input> worker) {
        this.random = random;
        this.time = time;
        this.worker = worker;
    }

    /** Stops disturbing. Connections that are half-open end. */
    void calmDown() {
        calm = true;
        peers.values().forEach(peer -> {
            if (peer.halfOpen) {
                closeLater(peer, "the network works again, but the connection does not");
            }
        });
    }

    /** Creates the engine's side of a connection that has opened. */
    Peer open(int generation) {
        Peer peer = new Peer(generation);
        peer.lastReceived = time.now();
        peers.put(generation, peer);
        return peer;
    }

    @Nullable
    Peer peer(int generation) {
        return peers.get(generation);
    }

    /** Returns the newest connection; {@code null} if it is not open. */
    @Nullable
    Peer current() {
        Peer peer = peers.get(latest);
        return peer != null && peer.open ? peer : null;
    }

    long lastReceived() {
        Peer peer = peers.get(latest);
        return peer == null ? Input.Tick.UNKNOWN : peer.lastReceived;
    }

    /** The engine receives a frame of the worker. */
    void receive(Peer peer, Frame frame) {
        if (!peer.open || peer.halfOpen) {
            return;
        }
        peer.received.add(frame);
        if (frame instanceof Reattach) {
            assertThat(peer.received).as("reattach comes first").hasSize(1);
        } else if (frame instanceof RegisterFunction f) {
            assertThat(peer.announced).isTrue();
            peer.functions.add(f.id());
        } else if (frame instanceof RegisterTrigger f) {
            peer.triggers.add(f.id());
        } else if (frame instanceof UnregisterFunction f) {
            peer.functions.remove(f.id());
        } else if (frame instanceof UnregisterTrigger f) {
            peer.triggers.remove(f.id());
        } else if (frame instanceof InvokeFunction f) {
            receiveCall(peer, f);
        }
    }

    private void receiveCall(Peer peer, InvokeFunction call) {
        if (call.functionId().equals("engine::workers::register")) {
            peer.announced = true;
            peer.listed = call.data().text().contains("pid");
        }
        UUID id = call.invocationId();
        if (id == null) {
            return;
        }
        if (refuses && call.functionId().equals("engine::workers::register")) {
            refuse(peer, id);
            return;
        }
        boolean engineFunction = call.functionId().startsWith("engine::");
        int dice = engineFunction && calm ? 9 : random.nextInt(10);
        if (dice == 0) {
            return;
        }
        InvocationResult result = dice == 1 && !engineFunction
                ? new InvocationResult(id, call.functionId(), null, new ErrorBody("c", "m"), null, null)
                : new InvocationResult(id, call.functionId(), RawJson.NULL, null, null, null);
        time.at(engineFunction ? 0 : random.nextLong(4 * SECOND), () -> deliver(peer, result));
    }

    private void refuse(Peer peer, UUID announcement) {
        switch (random.nextInt(3)) {
            case 0 -> deliver(peer, new ConnectionRefused(new ErrorBody("refused", "no")));
            case 1 ->
                deliver(peer, new RegistrationRejected("WORKER_NAMESPACE_CONFLICT", "default", "other", "w", null));
            default ->
                deliver(
                        peer,
                        new InvocationResult(announcement, "register", null, new ErrorBody("c", "m"), null, null));
        }
    }

    /** Delivers a frame in order, as on a real connection. */
    void deliver(Peer peer, Frame frame) {
        peer.lastDelivery = Math.max(peer.lastDelivery, time.now() + random.nextLong(20 * MILLI));
        time.at(peer.lastDelivery - time.now(), () -> {
            if (peer.open && !peer.halfOpen) {
                peer.lastReceived = time.now();
                worker.accept(new Input.Received(peer.generation, frame));
            }
        });
    }

    /** The connection ends after a moment. */
    void closeLater(Peer peer, String reason) {
        time.at(random.nextLong(50 * MILLI), () -> {
            if (peer.open) {
                peer.open = false;
                worker.accept(new Input.Closed(peer.generation, reason));
            }
        });
    }
}
