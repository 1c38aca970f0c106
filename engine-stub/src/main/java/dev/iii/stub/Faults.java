package dev.iii.stub;

import dev.iii.stub.net.LineFaults;
import dev.iii.stub.pubsub.PubSubWorker;
import org.jspecify.annotations.Nullable;

/**
 * What an engine and its network do to workers on bad days, on demand; of {@link EngineStub#faults}. It is about the
 * connections of workers and their subscriptions, not about channels, streams or HTTP. Thread-safe; each method returns when the fault is asked
 * for, which is a moment before everybody has noticed.
 */
public final class Faults {

    private final LineFaults lines;
    private final @Nullable PubSubWorker pubsub;

    Faults(LineFaults lines, @Nullable PubSubWorker pubsub) {
        this.lines = lines;
        this.pubsub = pubsub;
    }

    /** Ends every connection of a worker without a closing handshake. Workers may connect again at once. */
    public void dropConnections() {
        lines.drop();
    }

    /**
     * Makes the connections that there are half-open, for good: they stay, but nothing goes through them in either
     * direction, and pings are not answered; as when a firewall has forgotten them. New connections are sound.
     */
    public void halfOpenConnections() {
        lines.mute();
    }

    /** From now on new connections are refused, with HTTP status 503, until {@link #heal}. */
    public void refuseConnections() {
        lines.refuse(true);
    }

    /**
     * From now on every n-th result that a worker sends is thrown away, until {@link #heal}: the function has run, and
     * its caller never hears of it. The 0.23 engine does so with about one in 30 000 results under load.
     *
     * @param oneIn n; 1 for every result
     * @throws IllegalArgumentException when it is less than 1
     */
    public void loseResults(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("oneIn is " + oneIn + "; it must be at least 1");
        }
        lines.loseResults(oneIn);
    }

    /** How many results have been thrown away since the engine was started. */
    public long lostResults() {
        return lines.lostResults();
    }

    /**
     * From now on, when a subscription of a topic ends, because its worker leaves or unregisters it, all others of that
     * topic hear nothing until each is registered again, until {@link #heal}. The 0.23 engine does so with its local
     * adapter (engine behaviour, section 22).
     *
     * @throws IllegalStateException when this engine has no publish and subscribe worker
     */
    public void silenceSubscriptionsWhenOneEnds() {
        pubsub().silenceOthersWhenOneEnds(true);
    }

    /**
     * As when the Redis behind the engine's subscriptions was restarted: those that there are hear nothing until each is
     * unregistered and registered again; registering the same one again is not enough. New ones are sound. The 0.23 engine
     * does so with its Redis adapter (engine behaviour, section 22).
     *
     * @throws IllegalStateException when this engine has no publish and subscribe worker
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
     * From now on new connections are taken, no result is lost, and a subscription that ends leaves others as they are. What
     * has gone wrong stays so.
     */
    public void heal() {
        lines.refuse(false);
        lines.loseResults(0);
        if (pubsub != null) {
            pubsub.silenceOthersWhenOneEnds(false);
        }
    }
}
