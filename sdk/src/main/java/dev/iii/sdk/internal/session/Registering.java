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
import dev.iii.sdk.internal.session.Registrable.Kind;
import dev.iii.sdk.internal.session.Registrable.Standing;
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

    private final Outlet outlet;
    private final Wakeups wakeups;
    private final RawJson announcement;
    private final long answerNanos;
    private final boolean standby;
    private final long standbyNanos;
    private final Registry registry = new Registry();
    private final Upkeep upkeep;

    private @Nullable WorkerRegistered identity;
    private boolean identified;
    private @Nullable UUID announceId;
    private @Nullable UUID fenceId;
    private long fence;
    private boolean settled;

    Registering(Outlet outlet, Wakeups wakeups, SessionConfig config, RandomGenerator random) {
        this.upkeep = new Upkeep(config.triggers(), random, outlet, wakeups);
        this.outlet = outlet;
        this.wakeups = wakeups;
        this.announcement = config.announcement();
        this.answerNanos = config.announceNanos();
        this.standby = config.standby();
        this.standbyNanos = config.standbyNanos();
    }

    // ---------------------------------------------------------------- a new connection

    /** Reattach, announcement, and everything that the worker has; in this order. */
    void furnish() {
        settled = false;
        WorkerRegistered previous = identity;
        if (previous != null) {
            outlet.send(new Reattach(previous.workerId(), previous.reattachToken()), Urgency.WORK);
        }
        identified = false;
        announceId = outlet.call(ANNOUNCE, announcement);
        wakeups.answerBy(outlet.now() + answerNanos);
        registry.inOrder().forEach(this::offerOrHold);
    }

    void identified(WorkerRegistered frame) {
        identity = frame;
        identified = true;
        outlet.notify(new Event.Identified(frame.workerId()));
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
        wakeups.answerBy(Wakeups.NEVER);
        raiseFence();
    }

    void disconnected() {
        upkeep.disconnected();
        announceId = null;
        fenceId = null;
        registry.disconnected();
    }

    // ---------------------------------------------------------------- the fence

    boolean isFence(UUID answer) {
        return answer.equals(fenceId);
    }

    boolean isFenceOut() {
        return fenceId != null;
    }

    void sendFence() {
        fence++;
        fenceId = outlet.call(FENCE, RawJson.EMPTY_OBJECT);
        wakeups.answerBy(outlet.now() + answerNanos);
    }

    /** Any answer will do, an error too: it shows that the frames before it were read. */
    void fenceAnswered(boolean goOn) {
        fenceId = null;
        wakeups.answerBy(Wakeups.NEVER);
        for (Registrable what : registry.confirmUpTo(fence)) {
            what.toldOfStandby = false;
            if (upkeep.confirmed(what)) {
                outlet.notify(new Event.Confirmed(what));
            }
            if (goOn && what.kind() == Kind.FUNCTION) {
                registry.triggersHeldFor(what.id()).forEach(this::offer);
            }
        }
        if (goOn) {
            raiseFence();
        }
    }

    void fenceGivenUp() {
        fenceId = null;
        outlet.notify(new Event.Unanswered());
        settle();
    }

    /** At most one fence at a time: what is sent meanwhile is for the next one. */
    private void raiseFence() {
        if (!registry.anyOffered()) {
            settle();
        } else if (fenceId == null) {
            sendFence();
        }
    }

    private void settle() {
        if (!settled) {
            settled = true;
            outlet.notify(new Event.Settled());
        }
    }

    // ---------------------------------------------------------------- what is registered

    @Nullable
    Registrable function(String id) {
        return registry.function(id);
    }

    @Nullable
    Registrable triggerType(String id) {
        return registry.find(Kind.TRIGGER_TYPE, id);
    }

    boolean isRegistered(Kind kind, String id) {
        return registry.find(kind, id) != null;
    }

    void register(Registrable what, boolean announced) {
        registry.add(what);
        if (outlet.isConnected()) {
            offerOrHold(what);
        }
        if (announced) {
            raiseFence();
        }
    }

    /** On standby a trigger waits until its function is ours: the owner has one of its own, and both would fire. */
    private void offerOrHold(Registrable what) {
        String functionId = what.functionId();
        Registrable function = functionId == null ? null : registry.function(functionId);
        if (standby && function != null && function.standing != Standing.CONFIRMED) {
            registry.withhold(what, Standing.HELD);
            if (function.standing != Standing.OFFERED) {
                outlet.notify(new Event.Held(what));
            }
        } else {
            offer(what);
        }
    }

    /** Offers the functions again that other workers have had. */
    void tryToTakeOver() {
        wakeups.standbyAt(Wakeups.NEVER);
        registry.functionsOnStandby().forEach(this::offer);
        raiseFence();
    }

    /** Offers again what was refused. */
    void keepUp() {
        upkeep.due().forEach(this::offer);
        upkeep.schedule();
        raiseFence();
    }

    /**
     * Registers subscriptions again. The engine takes the same one again without a word; when it has lost its broker it
     * does nothing then, so they are taken back before: all of them, since one that ends may silence others.
     */
    void resubscribe(boolean anew) {
        List<Registrable> subscriptions = registry.triggers().stream()
                .filter(Upkeep::isSubscription)
                .filter(what -> what.standing == Standing.CONFIRMED || (anew && what.standing == Standing.REFUSED))
                .toList();
        if (!anew) {
            subscriptions.forEach(what -> outlet.send(what.frame(), Urgency.WORK));
            return;
        }
        for (Registrable what : subscriptions) {
            upkeep.forget(what);
            outlet.send(new UnregisterTrigger(what.id(), what.triggerType()), Urgency.WORK);
        }
        subscriptions.forEach(this::offer);
        raiseFence();
    }

    private void offer(Registrable what) {
        registry.sent(what, fence + 1);
        outlet.send(what.frame(), Urgency.WORK);
    }

    /** The owner of a function may register it again; the engine takes what is new without a word. */
    void amend(Registrable what, RegisterFunction frame) {
        what.amend(frame);
        if (registry.function(what.id()) == what && outlet.isConnected() && isKnownToTheEngine(what)) {
            outlet.send(frame, Urgency.WORK);
        }
    }

    void unregister(Registrable what) {
        upkeep.forget(what);
        boolean known = isKnownToTheEngine(what);
        Frame frame = what.unregister();
        if (registry.remove(what) && outlet.isConnected() && known && frame != null) {
            outlet.send(frame, Urgency.WORK);
        }
    }

    /** A trigger that was refused by the provider of its type may be parked, to be given to the next provider. */
    private static boolean isKnownToTheEngine(Registrable what) {
        return what.standing == Standing.OFFERED
                || what.standing == Standing.CONFIRMED
                || (what.standing == Standing.REFUSED && what.kind() == Kind.TRIGGER);
    }

    /**
     * Takes everything back, triggers first, so that nothing fires at a function that is gone. Functions stay known here,
     * since calls of them may be under way; the fence tells when none is.
     */
    void takeAllBack() {
        for (Registrable what : registry.inOrder()) {
            if (what.kind() == Kind.TRIGGER) {
                unregister(what);
            }
        }
        for (Registrable what : registry.inOrder()) {
            Frame frame = what.unregister();
            if (frame != null && isKnownToTheEngine(what)) {
                outlet.send(frame, Urgency.WORK);
            }
        }
        sendFence();
    }

    void functionRejected(String functionId, RegistrationRejected rejection) {
        Registrable function = registry.function(functionId);
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

    private void standBy(Registrable function, String owner) {
        registry.withhold(function, Standing.STANDBY);
        wakeups.standbyAt(outlet.now() + standbyNanos);
        if (!function.toldOfStandby) {
            function.toldOfStandby = true;
            outlet.notify(new Event.StandsBy(function, owner));
            tellWhoIsHeldFor(function);
        }
    }

    private void tellWhoIsHeldFor(Registrable function) {
        registry.triggersHeldFor(function.id()).forEach(trigger -> outlet.notify(new Event.Held(trigger)));
    }

    void triggerRefused(String triggerId, ErrorBody error) {
        refused(registry.find(Kind.TRIGGER, triggerId), error);
    }

    private void refused(@Nullable Registrable what, ErrorBody error) {
        if (what != null && what.standing != Standing.REFUSED) {
            boolean first = what.refusals == 0;
            registry.withhold(what, Standing.REFUSED);
            boolean last = upkeep.refused(what) == Wakeups.NEVER;
            outlet.notify(first ? new Event.Refused(what, error) : new Event.RefusedAgain(what, error, last));
            if (what.kind() == Kind.FUNCTION) {
                tellWhoIsHeldFor(what);
            }
        }
    }
}
