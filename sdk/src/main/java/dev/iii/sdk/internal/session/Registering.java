package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.Effect.Urgency;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import dev.iii.sdk.internal.session.SessionRegistration.OfferState;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session that makes a worker known to the engine: who it is, what it has, and whether the engine took it.
 *
 * <p>The engine acknowledges no registration, it only refuses. So after the announcement has been answered a
 * <em>fence</em> is called, any built-in function: frames of one connection are worked on in order, hence its answer
 * proves that everything sent before has been taken or refused.
 */
final class Registering {

    private static final String ANNOUNCE = "engine::workers::register";
    private static final String FENCE = "engine::baggage::get_all";
    private static final String FUNCTION_CONFLICT = "FUNCTION_NAMESPACE_CONFLICT";

    private final EffectSink effects;
    private final SessionDeadlines deadlines;
    private final RawJson announcement;
    private final long responseNanos;
    private final boolean standby;
    private final long standbyNanos;
    private final Registry registry = new Registry();
    private final TriggerRetries retries;

    private @Nullable WorkerRegistered identity;
    private boolean identified;
    private @Nullable UUID announceId;
    private @Nullable UUID fenceId;
    private long fence;
    private boolean settled;

    Registering(EffectSink effects, SessionDeadlines deadlines, SessionConfig config, RandomGenerator random) {
        this.retries = new TriggerRetries(config.refusalRetry(), random, effects, deadlines);
        this.effects = effects;
        this.deadlines = deadlines;
        this.announcement = config.announcement();
        this.responseNanos = config.announceNanos();
        this.standby = config.standby();
        this.standbyNanos = config.standbyNanos();
    }

    // ---------------------------------------------------------------- a new connection

    /** Reattach, announcement, and everything that the worker has; in this order. */
    void registerAll() {
        settled = false;
        WorkerRegistered previous = identity;
        if (previous != null) {
            effects.send(new Reattach(previous.workerId(), previous.reattachToken()), Urgency.WORK);
        }
        identified = false;
        announceId = effects.call(ANNOUNCE, announcement);
        deadlines.responseBy(effects.now() + responseNanos);
        registry.inOrder().forEach(this::offerOrHold);
    }

    void identified(WorkerRegistered frame) {
        identity = frame;
        identified = true;
        effects.notify(new Event.Identified(frame.workerId()));
    }

    /** Whether the engine has greeted this connection. */
    boolean isIdentified() {
        return identified;
    }

    boolean isAnnouncement(UUID answer) {
        return answer.equals(announceId);
    }

    /** The engine has taken the announcement, or is taken to have. */
    void announced() {
        announceId = null;
        deadlines.responseBy(SessionDeadlines.NEVER);
        sendFenceIfNeeded();
    }

    void disconnected() {
        retries.disconnected();
        announceId = null;
        fenceId = null;
        registry.disconnected();
    }

    // ---------------------------------------------------------------- the fence

    boolean isFence(UUID answer) {
        return answer.equals(fenceId);
    }

    boolean isFencePending() {
        return fenceId != null;
    }

    void sendFence() {
        fence++;
        fenceId = effects.call(FENCE, RawJson.EMPTY_OBJECT);
        deadlines.responseBy(effects.now() + responseNanos);
    }

    /** Any answer will do, an error too: it shows that the frames before it were read. */
    void fenceReturned(boolean goOn) {
        fenceId = null;
        deadlines.responseBy(SessionDeadlines.NEVER);
        for (SessionRegistration what : registry.confirmUpTo(fence)) {
            what.standbyReported = false;
            if (retries.confirmed(what)) {
                effects.notify(new Event.Confirmed(what));
            }
            if (goOn && what.kind() == Kind.FUNCTION) {
                registry.triggersHeldFor(what.id()).forEach(this::offer);
            }
        }
        if (goOn) {
            sendFenceIfNeeded();
        }
    }

    void fenceTimedOut() {
        fenceId = null;
        effects.notify(new Event.Unconfirmed());
        settle();
    }

    /** At most one fence at a time: what is sent meanwhile is for the next one. */
    private void sendFenceIfNeeded() {
        if (!registry.anyOffered()) {
            settle();
        } else if (fenceId == null) {
            sendFence();
        }
    }

    private void settle() {
        if (!settled) {
            settled = true;
            effects.notify(new Event.Settled());
        }
    }

    // ---------------------------------------------------------------- what is registered

    @Nullable
    SessionRegistration function(String id) {
        return registry.function(id);
    }

    @Nullable
    SessionRegistration triggerType(String id) {
        return registry.find(Kind.TRIGGER_TYPE, id);
    }

    boolean isRegistered(Kind kind, String id) {
        return registry.find(kind, id) != null;
    }

    void register(SessionRegistration what, boolean announced) {
        registry.add(what);
        if (effects.isConnected()) {
            offerOrHold(what);
        }
        if (announced) {
            sendFenceIfNeeded();
        }
    }

    /** On standby a trigger waits until its function is ours: the owner has one of its own, and both would fire. */
    private void offerOrHold(SessionRegistration what) {
        String functionId = what.functionId();
        SessionRegistration function = functionId == null ? null : registry.function(functionId);
        if (standby && function != null && function.state != OfferState.CONFIRMED) {
            registry.withhold(what, OfferState.HELD);
            if (function.state != OfferState.OFFERED) {
                effects.notify(new Event.Held(what));
            }
        } else {
            offer(what);
        }
    }

    /** Offers the functions again that other workers have had. */
    void tryToTakeOver() {
        deadlines.standbyAt(SessionDeadlines.NEVER);
        registry.functionsOnStandby().forEach(this::offer);
        sendFenceIfNeeded();
    }

    /** Offers again what was refused. */
    void retryTriggers() {
        retries.due().forEach(this::offer);
        retries.schedule();
        sendFenceIfNeeded();
    }

    /**
     * Registers subscriptions again. The engine takes the same one again without a word; when it has lost its broker it
     * does nothing then, so they are taken back before: all of them, since one that ends may silence others.
     */
    void resubscribe(boolean unregisterFirst) {
        List<SessionRegistration> subscriptions = registry.triggers().stream()
                .filter(TriggerRetries::isSubscription)
                .filter(what ->
                        what.state == OfferState.CONFIRMED || (unregisterFirst && what.state == OfferState.REFUSED))
                .toList();
        if (!unregisterFirst) {
            subscriptions.forEach(what -> effects.send(what.frame(), Urgency.WORK));
            return;
        }
        for (SessionRegistration what : subscriptions) {
            retries.forget(what);
            effects.send(new UnregisterTrigger(what.id(), what.triggerType()), Urgency.WORK);
        }
        subscriptions.forEach(this::offer);
        sendFenceIfNeeded();
    }

    private void offer(SessionRegistration what) {
        registry.sent(what, fence + 1);
        effects.send(what.frame(), Urgency.WORK);
    }

    /** The owner of a function may register it again; the engine takes what is new without a word. */
    void amend(SessionRegistration what, RegisterFunction frame) {
        what.amend(frame);
        if (registry.function(what.id()) == what && effects.isConnected() && isKnownToTheEngine(what)) {
            effects.send(frame, Urgency.WORK);
        }
    }

    void unregister(SessionRegistration what) {
        retries.forget(what);
        boolean known = isKnownToTheEngine(what);
        Frame frame = what.unregister();
        if (registry.remove(what) && effects.isConnected() && known && frame != null) {
            effects.send(frame, Urgency.WORK);
        }
    }

    /** A trigger that was refused by the provider of its type may be parked, to be given to the next provider. */
    private static boolean isKnownToTheEngine(SessionRegistration what) {
        return what.state == OfferState.OFFERED
                || what.state == OfferState.CONFIRMED
                || (what.state == OfferState.REFUSED && what.kind() == Kind.TRIGGER);
    }

    /**
     * Takes everything back, triggers first, so that nothing fires at a function that is gone. Functions stay known here,
     * since calls of them may be under way; the fence tells when none is.
     */
    void unregisterAll() {
        for (SessionRegistration what : registry.inOrder()) {
            if (what.kind() == Kind.TRIGGER) {
                unregister(what);
            }
        }
        for (SessionRegistration what : registry.inOrder()) {
            Frame frame = what.unregister();
            if (frame != null && isKnownToTheEngine(what)) {
                effects.send(frame, Urgency.WORK);
            }
        }
        sendFence();
    }

    void functionRejected(String functionId, RegistrationRejected rejection) {
        SessionRegistration function = registry.function(functionId);
        if (standby && function != null && rejection.code().equals(FUNCTION_CONFLICT)) {
            standBy(function, rejection.ownerWorkerId());
            return;
        }
        String owner = rejection.ownerWorkerId().isEmpty() ? "the engine" : "worker " + rejection.ownerWorkerId();
        String message = rejection.code().equals(FUNCTION_CONFLICT)
                ? "the function id belongs to " + owner + " in namespace " + rejection.namespace()
                : "refused in namespace " + rejection.namespace() + " by " + owner;
        refused(function, new ErrorBody(rejection.code(), message));
    }

    private void standBy(SessionRegistration function, String owner) {
        registry.withhold(function, OfferState.STANDBY);
        deadlines.standbyAt(effects.now() + standbyNanos);
        if (!function.standbyReported) {
            function.standbyReported = true;
            effects.notify(new Event.Standby(function, owner));
            reportHeldTriggers(function);
        }
    }

    private void reportHeldTriggers(SessionRegistration function) {
        registry.triggersHeldFor(function.id()).forEach(trigger -> effects.notify(new Event.Held(trigger)));
    }

    void triggerRefused(String triggerId, ErrorBody error) {
        refused(registry.find(Kind.TRIGGER, triggerId), error);
    }

    private void refused(@Nullable SessionRegistration what, ErrorBody error) {
        if (what != null && what.state != OfferState.REFUSED) {
            boolean first = what.refusals == 0;
            registry.withhold(what, OfferState.REFUSED);
            boolean last = !retries.refused(what);
            effects.notify(first ? new Event.Refused(what, error) : new Event.RefusedAgain(what, error, last));
            if (what.kind() == Kind.FUNCTION) {
                reportHeldTriggers(what);
            }
        }
    }
}
