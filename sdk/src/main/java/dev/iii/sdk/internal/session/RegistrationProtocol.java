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
import dev.iii.sdk.internal.session.SessionRegistration.RegistrationState;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session that announces the worker and registers its functions, triggers and trigger types.
 *
 * <p>The engine refuses registrations, but it does not acknowledge them. Therefore, after the response to the announcement,
 * the session calls a built-in function of the engine, the <em>fence</em>. The engine processes the frames of one connection
 * in order. So the response to the fence proves that everything sent before it was accepted or refused.
 *
 * <p>The engine lists a worker after an announcement that contains a process id. If registrations follow the announcement, it
 * contains none; the first fence is then a second announcement, with the process id. A worker that is
 * listed therefore has all its functions and triggers.
 */
final class RegistrationProtocol {

    private static final String ANNOUNCE = "engine::workers::register";
    private static final String FENCE = "engine::baggage::get_all";
    private static final String FUNCTION_CONFLICT = "FUNCTION_NAMESPACE_CONFLICT";

    private final EffectSink effects;
    private final SessionDeadlines deadlines;
    private final RawJson announcement;
    private final RawJson unlistedAnnouncement;
    private final long responseNanos;
    private final boolean standby;
    private final long standbyNanos;
    private final RegistrationTable table = new RegistrationTable();
    private final RefusedTriggers retries;

    private @Nullable WorkerRegistered identity;
    private boolean identified;
    private @Nullable UUID announceId;
    private @Nullable UUID fenceId;
    private long fence;
    private boolean settled;
    /** The engine must still learn the process id of the worker. */
    private boolean unlisted;

    RegistrationProtocol(EffectSink effects, SessionDeadlines deadlines, SessionConfig config, RandomGenerator random) {
        this.retries = new RefusedTriggers(config.triggerRetry(), random, effects, deadlines);
        this.effects = effects;
        this.deadlines = deadlines;
        this.announcement = config.announcement();
        this.unlistedAnnouncement = config.unlistedAnnouncement();
        this.responseNanos = config.announceNanos();
        this.standby = config.standby();
        this.standbyNanos = config.standbyNanos();
    }

    // ---------------------------------------------------------------- a new connection

    /** Sends the reattachment, the announcement and all registrations, in this order. */
    void registerAll() {
        settled = false;
        WorkerRegistered previous = identity;
        if (previous != null) {
            effects.send(new Reattach(previous.workerId(), previous.reattachToken()), Urgency.WORK);
        }
        identified = false;
        List<SessionRegistration> registrations = table.inOrder();
        unlisted = !registrations.isEmpty();
        announceId = effects.call(ANNOUNCE, unlisted ? unlistedAnnouncement : announcement);
        deadlines.responseBy(effects.now() + responseNanos);
        registrations.forEach(this::sendOrHold);
    }

    void identified(WorkerRegistered frame) {
        identity = frame;
        identified = true;
        effects.notify(new Event.Identified(frame.workerId()));
    }

    /** Returns {@code true} if the engine has assigned an id to this connection. */
    boolean isIdentified() {
        return identified;
    }

    boolean isAnnouncement(UUID invocationId) {
        return invocationId.equals(announceId);
    }

    /** The engine has accepted the announcement, or has not responded although it has assigned an id. */
    void announced() {
        announceId = null;
        deadlines.responseBy(SessionDeadlines.NEVER);
        sendFenceIfNeeded();
    }

    void disconnected() {
        retries.disconnected();
        announceId = null;
        fenceId = null;
        table.disconnected();
    }

    // ---------------------------------------------------------------- the fence

    boolean isFence(UUID invocationId) {
        return invocationId.equals(fenceId);
    }

    boolean isFencePending() {
        return fenceId != null;
    }

    void sendFence() {
        fence++;
        fenceId = unlisted ? effects.call(ANNOUNCE, announcement) : effects.call(FENCE, RawJson.EMPTY_OBJECT);
        unlisted = false;
        deadlines.responseBy(effects.now() + responseNanos);
    }

    /**
     * The engine has responded to the fence. An error is as good as a result: both prove that the frames before the fence
     * were read.
     *
     * @param ready whether the session is ready, so that more registrations may follow
     */
    void fenceReturned(boolean ready) {
        fenceId = null;
        deadlines.responseBy(SessionDeadlines.NEVER);
        for (SessionRegistration what : table.confirmUpTo(fence)) {
            what.standbyReported = false;
            if (retries.confirmed(what)) {
                effects.notify(new Event.Confirmed(what));
            }
            if (ready && what.kind() == Kind.FUNCTION) {
                takeOverOthers(what);
                table.triggersHeldFor(what.id()).forEach(this::send);
            }
        }
        if (ready) {
            sendFenceIfNeeded();
        }
    }

    void fenceTimedOut() {
        fenceId = null;
        effects.notify(new Event.Unconfirmed());
        settle();
    }

    /** Only one fence is pending at a time. It does not confirm registrations that are sent after it; the next one does. */
    private void sendFenceIfNeeded() {
        if (!table.anyUnconfirmed() && !unlisted) {
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

    // ---------------------------------------------------------------- registrations

    @Nullable
    SessionRegistration function(String id) {
        return table.function(id);
    }

    @Nullable
    SessionRegistration triggerType(String id) {
        return table.find(Kind.TRIGGER_TYPE, id);
    }

    boolean isRegistered(Kind kind, String id) {
        return table.find(kind, id) != null;
    }

    void register(SessionRegistration what, boolean announced) {
        table.add(what);
        if (effects.isConnected()) {
            sendOrHold(what);
        }
        if (announced) {
            sendFenceIfNeeded();
        }
    }

    /**
     * Sends a registration. A standby worker does not send a trigger until it owns the function: the owner has registered
     * the same trigger, and both would fire.
     */
    private void sendOrHold(SessionRegistration what) {
        String functionId = what.functionId();
        SessionRegistration function = functionId == null ? null : table.function(functionId);
        if (standby && function != null && function.state != RegistrationState.CONFIRMED) {
            table.setState(what, RegistrationState.HELD);
            if (function.state != RegistrationState.PENDING) {
                effects.notify(new Event.Held(what));
            }
        } else {
            send(what);
        }
    }

    /**
     * Asks for the functions that other workers own: for the first function of each owner. If several workers stand by and the
     * owner leaves, the one that gets this function gets the others, too (see {@link #takeOverOthers}). Otherwise the functions
     * of one program could be divided among several workers.
     */
    void takeOver() {
        deadlines.standbyAt(SessionDeadlines.NEVER);
        table.firstFunctionsOnStandby().forEach(this::send);
        sendFenceIfNeeded();
    }

    /** This worker has got the first function of an owner, and registers the others. */
    private void takeOverOthers(SessionRegistration function) {
        String owner = function.owner;
        if (owner != null) {
            function.owner = null;
            table.functionsOnStandby(owner).forEach(this::send);
        }
    }

    /** Registers the refused triggers again that are due. */
    void retryTriggers() {
        retries.due().forEach(this::send);
        retries.schedule();
        sendFenceIfNeeded();
    }

    /**
     * Registers subscriptions again.
     *
     * @param unregisterFirst whether they are unregistered first. The engine accepts a subscription that it already has,
     *     but this has no effect if it has lost its broker. All are unregistered before the first is registered, because the
     *     end of one subscription may end others
     */
    void resubscribe(boolean unregisterFirst) {
        List<SessionRegistration> subscriptions = table.triggers().stream()
                .filter(SessionRegistration::isSubscription)
                .filter(what -> what.state == RegistrationState.CONFIRMED
                        || (unregisterFirst && what.state == RegistrationState.REFUSED))
                .toList();
        if (!unregisterFirst) {
            subscriptions.forEach(what -> effects.send(what.frame(), Urgency.WORK));
            return;
        }
        for (SessionRegistration what : subscriptions) {
            retries.forget(what);
            effects.send(new UnregisterTrigger(what.id(), what.triggerType()), Urgency.WORK);
        }
        subscriptions.forEach(this::send);
        sendFenceIfNeeded();
    }

    private void send(SessionRegistration what) {
        if (!effects.limit().fits(what.frame())) {
            refusedAsTooLarge(what);
            return;
        }
        table.sent(what, fence + 1);
        effects.send(what.frame(), Urgency.WORK);
    }

    /** Without this, the engine would end every connection on which it is sent. It is not registered again. */
    private void refusedAsTooLarge(SessionRegistration what) {
        table.setState(what, RegistrationState.REFUSED);
        String message = "its registration is larger than the maximum of "
                + effects.limit().maxBytes() + " bytes";
        effects.notify(new Event.Refused(what, new ErrorBody("registration_too_large", message)));
    }

    /** Registers a function again with a better frame. The engine accepts that from the owner of the function. */
    void amend(SessionRegistration what, RegisterFunction frame) {
        what.amend(frame);
        if (table.function(what.id()) == what && effects.isConnected() && isKnownToTheEngine(what)) {
            effects.send(frame, Urgency.WORK);
        }
    }

    void unregister(SessionRegistration what) {
        retries.forget(what);
        boolean known = isKnownToTheEngine(what);
        Frame frame = what.unregister();
        if (table.remove(what) && effects.isConnected() && known && frame != null) {
            effects.send(frame, Urgency.WORK);
        }
    }

    /** The engine may keep a trigger that the provider of its type has refused, for the next provider. */
    private static boolean isKnownToTheEngine(SessionRegistration what) {
        return what.state == RegistrationState.PENDING
                || what.state == RegistrationState.CONFIRMED
                || (what.state == RegistrationState.REFUSED && what.kind() == Kind.TRIGGER);
    }

    /**
     * Unregisters everything, triggers first, so that no trigger fires for a function that is unregistered. The session
     * still knows the functions, because invocations may be on their way; none arrives after
     * the response to the fence.
     */
    void unregisterAll() {
        unlisted = false;
        for (SessionRegistration what : table.inOrder()) {
            if (what.kind() == Kind.TRIGGER) {
                unregister(what);
            }
        }
        for (SessionRegistration what : table.inOrder()) {
            Frame frame = what.unregister();
            if (frame != null && isKnownToTheEngine(what)) {
                effects.send(frame, Urgency.WORK);
            }
        }
        sendFence();
    }

    void functionRejected(String functionId, RegistrationRejected rejection) {
        SessionRegistration function = table.function(functionId);
        String namespace = rejection.namespace();
        String owner = rejection.ownerWorkerId();
        if (function == null) {
            return;
        }
        if (!rejection.code().equals(FUNCTION_CONFLICT)) {
            String by = owner.isEmpty() ? "the engine" : "worker " + owner;
            refused(function, new ErrorBody(rejection.code(), "refused in namespace " + namespace + " by " + by));
        } else if (owner.isEmpty()) {
            // No worker will release such an id, so standing by for it would never end.
            String message = "the engine reserves the function id in namespace " + namespace + "; use another id";
            refused(function, new ErrorBody(rejection.code(), message));
        } else if (standby) {
            standBy(function, owner);
        } else {
            ErrorBody error = new ErrorBody(rejection.code(), "the function id belongs to worker " + owner);
            refused(function, error, new Event.Conflict(function, namespace, owner));
        }
    }

    private void standBy(SessionRegistration function, String owner) {
        ownedBy(function, owner);
        table.setState(function, RegistrationState.STANDBY);
        deadlines.standbyAt(effects.now() + standbyNanos);
        if (!function.standbyReported) {
            function.standbyReported = true;
            effects.notify(new Event.Standby(function, owner));
            reportHeldTriggers(function);
        }
    }

    /**
     * If another worker was faster to take over a function, it probably takes over the others of the same owner, too. It needs
     * a moment for that, so this worker asks for them only at the next attempt.
     */
    private void ownedBy(SessionRegistration function, String owner) {
        String previous = function.owner;
        if (previous != null && !previous.equals(owner)) {
            table.functionsOnStandby(previous).forEach(other -> other.owner = null);
        }
        function.owner = owner;
    }

    private void reportHeldTriggers(SessionRegistration function) {
        table.triggersHeldFor(function.id()).forEach(trigger -> effects.notify(new Event.Held(trigger)));
    }

    void triggerRefused(String triggerId, ErrorBody error) {
        refused(table.find(Kind.TRIGGER, triggerId), error);
    }

    private void refused(@Nullable SessionRegistration what, ErrorBody error) {
        if (what != null) {
            refused(what, error, new Event.Refused(what, error));
        }
    }

    /** @param firstTime the event for the first refusal on this connection */
    private void refused(SessionRegistration what, ErrorBody error, Event firstTime) {
        if (what.state == RegistrationState.REFUSED) {
            return;
        }
        boolean first = what.refusals == 0;
        table.setState(what, RegistrationState.REFUSED);
        boolean last = !retries.refused(what);
        effects.notify(first ? firstTime : new Event.RefusedAgain(what, error, last));
        if (what.kind() == Kind.FUNCTION) {
            reportHeldTriggers(what);
        }
    }
}
