package dev.iii.sdk.internal.session;

import dev.iii.sdk.internal.session.Registrable.Kind;
import dev.iii.sdk.internal.session.Registrable.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which triggers are to be offered again, and when; for one connection at a time.
 *
 * <p>A trigger that was refused is offered again after a while. When it then is taken, it is watched for one more wait
 * before it counts as taken: the refusal of a worker that provides its type comes later than the proof that the engine has
 * read the offer.
 */
final class Upkeep {

    private static final String SUBSCRIBE = "subscribe";

    private final TriggerUpkeep config;
    private final RandomGenerator random;
    private final Outlet outlet;
    private final Wakeups wakeups;
    /** Refused or on probation; each is due at a time of its own. */
    private final Set<Registrable> watched = new LinkedHashSet<>();

    Upkeep(TriggerUpkeep config, RandomGenerator random, Outlet outlet, Wakeups wakeups) {
        this.config = config;
        this.random = random;
        this.outlet = outlet;
        this.wakeups = wakeups;
    }

    /** A new connection begins with a clean sheet. */
    void disconnected() {
        for (Registrable what : watched) {
            what.refusals = 0;
        }
        watched.clear();
        wakeups.upkeepAt(Wakeups.NEVER);
    }

    void forget(Registrable what) {
        watched.remove(what);
    }

    /** Nanoseconds until it is offered again; {@link Wakeups#NEVER} when it is not. */
    long refused(Registrable what) {
        what.refusals++;
        if (what.kind() != Kind.TRIGGER || what.refusals > config.retries()) {
            watched.remove(what);
            return Wakeups.NEVER;
        }
        return watch(what);
    }

    /** Whether that is final; else it is told when the probation is over. */
    boolean confirmed(Registrable what) {
        if (what.refusals == 0 || what.kind() != Kind.TRIGGER) {
            return true;
        }
        watch(what);
        return false;
    }

    private long watch(Registrable what) {
        long delay = config.retry().delayNanos(what.refusals, random);
        what.dueAt = outlet.now() + delay;
        watched.add(what);
        schedule();
        return delay;
    }

    /** What is due and refused, to be offered again. What is due and taken has stood its probation and is told of. */
    List<Registrable> due() {
        List<Registrable> again = new ArrayList<>();
        watched.removeIf(what -> {
            if (what.dueAt - outlet.now() > 0) {
                return false;
            }
            if (what.standing == Standing.REFUSED) {
                again.add(what);
            } else if (what.standing == Standing.CONFIRMED) {
                what.refusals = 0;
                outlet.notify(new Event.Confirmed(what));
            }
            return true;
        });
        return again;
    }

    static boolean isSubscription(Registrable what) {
        return SUBSCRIBE.equals(what.triggerType());
    }

    /** Asks to be woken for what is due first. */
    void schedule() {
        long next = Wakeups.NEVER;
        for (Registrable what : watched) {
            next = next == Wakeups.NEVER || what.dueAt - next < 0 ? what.dueAt : next;
        }
        wakeups.upkeepAt(next);
    }
}
