package dev.iii.stub;

import dev.iii.stub.net.ConnectionFaults;
import dev.iii.stub.pubsub.PubSubWorker;
import org.jspecify.annotations.Nullable;

/**
 * Faults of the engine and the network that a test can inject; see {@link EngineStub#faults}. They affect the connections
 * and the subscriptions of workers, and neither channels, streams nor HTTP. Thread-safe. Each method returns immediately,
 * which may be shortly before the fault takes effect.
 */
public final class Faults {

    private final ConnectionFaults lines;
    private final @Nullable PubSubWorker pubsub;

    Faults(ConnectionFaults lines, @Nullable PubSubWorker pubsub) {
        this.lines = lines;
        this.pubsub = pubsub;
    }

    /** Closes every connection of a worker without a closing handshake. Workers may connect again immediately. */
    public void dropConnections() {
        lines.drop();
    }

    /**
     * Makes the present connections half-open for the rest of their life: they stay open, but no frame passes in either
     * direction and pings are not answered, as after a firewall has lost their state. New connections work.
     */
    public void halfOpenConnections() {
        lines.mute();
    }

    /** Refuses new connections with HTTP status 503 until {@link #heal} is called. */
    public void refuseConnections() {
        lines.refuse(true);
    }

    /**
     * Discards every n-th result that a worker sends until {@link #heal} is called: the function has run, but its caller
     * gets no result. If the worker sends the result again, that copy is discarded, too. Ends {@link #loseEarlyResults}.
     *
     * @param oneIn n, at least 1; 1 discards every result
     * @throws IllegalArgumentException if {@code oneIn} is less than 1
     */
    public void loseResults(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("oneIn is " + oneIn + "; it must be at least 1");
        }
        lines.loseResults(oneIn);
    }

    /**
     * Discards every n-th result that arrives within 1 ms after its call was sent to the worker, until {@link #heal} is
     * called. If the worker sends the result again, that copy counts. The 0.23 engine behaves like this: it drops a result
     * that arrives before it has noted the call, about one in 10,000 under load. Ends {@link #loseResults}.
     *
     * @param oneIn n, at least 1; 1 discards every early result
     * @throws IllegalArgumentException if {@code oneIn} is less than 1
     */
    public void loseEarlyResults(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("oneIn is " + oneIn + "; it must be at least 1");
        }
        lines.loseEarlyResults(oneIn);
    }

    /** Returns how many results have been discarded since the engine was started. Copies of a result count once. */
    public long lostResults() {
        return lines.lostResults();
    }

    /**
     * Silences the other subscriptions of a topic when one subscription of it ends, until {@link #heal} is called. A
     * subscription ends when its worker leaves or unregisters it. Each of the others receives nothing until it is registered
     * again. The 0.23 engine behaves like this with its local adapter (engine behaviour, section 22).
     *
     * @throws IllegalStateException if this engine has no worker {@code iii-pubsub}
     */
    public void silenceSubscriptionsWhenOneEnds() {
        pubsub().silenceOthersWhenOneEnds(true);
    }

    /**
     * Silences all present subscriptions, as a restart of Redis does. Each of them receives nothing until it is unregistered
     * and registered again; to register it again alone is not enough. New subscriptions work. The 0.23 engine behaves like
     * this with its Redis adapter (engine behaviour, section 22).
     *
     * @throws IllegalStateException if this engine has no worker {@code iii-pubsub}
     */
    public void loseBroker() {
        pubsub().loseBroker();
    }

    private PubSubWorker pubsub() {
        PubSubWorker worker = pubsub;
        if (worker == null) {
            throw new IllegalStateException("this engine has no worker iii-pubsub");
        }
        return worker;
    }

    /**
     * Stops injecting faults: new connections are accepted, no result is lost, and a subscription that ends has no effect on
     * others. Connections and subscriptions that a fault has affected do not recover.
     */
    public void heal() {
        lines.refuse(false);
        lines.loseResults(0);
        if (pubsub != null) {
            pubsub.silenceOthersWhenOneEnds(false);
        }
    }
}
