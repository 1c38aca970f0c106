package dev.iii.sdk.internal.session;

import dev.iii.sdk.internal.connection.Deadlines;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import dev.iii.sdk.internal.session.SessionRegistration.RegistrationState;
import dev.iii.sdk.policy.TriggerRetry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides when refused triggers are registered again on the same connection.
 *
 * <p>A refused trigger is registered again after a delay. If the engine then accepts it, it stays on probation for one more
 * delay before it counts as accepted. The reason is that a refusal by the worker that provides the type arrives later than
 * the response that proves that the engine has read the registration.
 */
final class RefusedTriggers {

    private final TriggerRetry policy;
    private final RandomGenerator random;
    private final EffectSink effects;
    private final SessionDeadlines deadlines;
    /** Refused or on probation; each has its own due time. */
    private final Set<SessionRegistration> watched = new LinkedHashSet<>();

    RefusedTriggers(TriggerRetry policy, RandomGenerator random, EffectSink effects, SessionDeadlines deadlines) {
        this.policy = policy;
        this.random = random;
        this.effects = effects;
        this.deadlines = deadlines;
    }

    /** The connection is lost; the next one starts without refusals. */
    void disconnected() {
        for (SessionRegistration what : watched) {
            what.refusals = 0;
        }
        watched.clear();
        deadlines.triggerRetryAt(SessionDeadlines.NEVER);
    }

    void forget(SessionRegistration what) {
        watched.remove(what);
    }

    /** Records a refusal. Returns {@code true} if the trigger is registered again on this connection. */
    boolean refused(SessionRegistration what) {
        what.refusals++;
        if (what.kind() != Kind.TRIGGER || what.refusals > policy.maxRetries()) {
            watched.remove(what);
            return false;
        }
        watch(what);
        return true;
    }

    /** Returns {@code true} if the confirmation is final; otherwise it is reported when the probation is over. */
    boolean confirmed(SessionRegistration what) {
        if (what.refusals == 0 || what.kind() != Kind.TRIGGER) {
            return true;
        }
        watch(what);
        return false;
    }

    private void watch(SessionRegistration what) {
        what.dueAt = effects.now() + policy.backoff().delayNanos(what.refusals, random);
        watched.add(what);
        schedule();
    }

    /** Returns the refused triggers that are due. Reports the accepted ones whose probation is over. */
    List<SessionRegistration> due() {
        List<SessionRegistration> again = new ArrayList<>();
        watched.removeIf(what -> {
            if (what.dueAt - effects.now() > 0) {
                return false;
            }
            if (what.state == RegistrationState.REFUSED) {
                again.add(what);
            } else if (what.state == RegistrationState.CONFIRMED) {
                what.refusals = 0;
                effects.notify(new Event.Confirmed(what));
            }
            return true;
        });
        return again;
    }

    /** Requests a wake-up for the first trigger that is due. */
    void schedule() {
        long next = SessionDeadlines.NEVER;
        for (SessionRegistration what : watched) {
            next = Deadlines.earlier(next, what.dueAt);
        }
        deadlines.triggerRetryAt(next);
    }
}
