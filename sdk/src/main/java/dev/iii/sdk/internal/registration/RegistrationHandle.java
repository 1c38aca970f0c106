package dev.iii.sdk.internal.registration;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.internal.session.RegistrationCallbacks;
import dev.iii.sdk.internal.session.SessionRegistration;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One registration: the user's view of it, and the runtime's side of what the session registers. */
public final class RegistrationHandle implements Registration, RegistrationCallbacks {

    private final SessionRegistration what;
    private final RegistrationSubject subject;
    private final RegistrationEvents events;
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile RegistrationStatus status = RegistrationStatus.PENDING;
    private volatile @Nullable RegistrationRefusedException refusal;
    private volatile @Nullable String problem;
    /** Identifies the check whose result counts. Every change of the status outdates the checks before it. */
    private final AtomicLong check = new AtomicLong();

    /** @param frame the frame that registers it */
    public RegistrationHandle(Frame frame, RegistrationSubject subject, RegistrationEvents events) {
        this.what = new SessionRegistration(frame, this);
        this.subject = subject;
        this.events = events;
    }

    /** Returns the session's side. */
    public SessionRegistration what() {
        return what;
    }

    /** Returns the subject of the registration. */
    public RegistrationSubject subject() {
        return subject;
    }

    /**
     * Returns the future behind {@link #confirmed}. It completes on any thread, for example the I/O thread, so that code of
     * users that waits for it on a callback thread cannot delay it.
     */
    public CompletableFuture<Void> confirmation() {
        return confirmed;
    }

    /** Returns a future that completes, on any thread, when the status is no longer pending for the first time. */
    public CompletableFuture<Void> settled() {
        return settled;
    }

    /** Sets the reason of the last refusal. */
    public void setRefusal(RegistrationRefusedException reason) {
        refusal = reason;
    }

    /** Starts a check of what the engine has accepted, and returns its number. Outdates the checks before it. */
    public long beginCheck() {
        return check.incrementAndGet();
    }

    /** Returns {@code true} if the check with this number is not outdated. */
    public boolean isCurrent(long number) {
        return check.get() == number;
    }

    /**
     * Sets the status; it no longer changes after {@link RegistrationStatus#ENDED}.
     *
     * @param why why the registration has no effect although it was accepted; {@code null} for other states
     */
    public void setStatus(RegistrationStatus now, @Nullable String why) {
        if (status != RegistrationStatus.ENDED) {
            problem = why;
            status = now;
        }
    }

    // ---------------------------------------------------------------- the user's view

    @Override
    public String id() {
        return what.id();
    }

    @Override
    public CompletableFuture<Void> confirmed() {
        return events.published(confirmed);
    }

    @Override
    public Registration awaitConfirmed(Duration timeout) {
        events.await(
                confirmed,
                timeout,
                () -> "the engine has not confirmed " + what + " within " + timeout.toMillis() + " ms");
        return this;
    }

    @Override
    public RegistrationStatus status() {
        return status;
    }

    @Override
    public Optional<RegistrationRefusedException> refusal() {
        return status == RegistrationStatus.REFUSED ? Optional.ofNullable(refusal) : Optional.empty();
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void unregister() {
        events.unregister(this);
    }

    // ---------------------------------------------------------------- the session's events

    @Override
    public void onConfirmed() {
        events.confirmed(this);
    }

    @Override
    public void onStandby(String ownerWorkerId) {
        events.standby(this, ownerWorkerId);
    }

    @Override
    public void onHeld() {
        events.held(this);
    }

    @Override
    public void onRefused(ErrorBody error) {
        events.refused(this, error);
    }

    @Override
    public void onConflict(String namespace, String ownerWorkerId) {
        events.conflict(this, namespace, ownerWorkerId);
    }

    @Override
    public void onRefusedAgain(ErrorBody error, boolean last) {
        events.refusedAgain(this, error, last);
    }

    @Override
    public void invoke(int generation, InvokeFunction call) {
        if (!(subject instanceof RegistrationSubject.LocalFunction function)) {
            throw new IllegalStateException(what + " has no handler");
        }
        function.invocations().invoke(generation, call);
    }

    @Override
    public void bind(int generation, RegisterTrigger binding) {
        if (subject instanceof RegistrationSubject.TriggerType type) {
            type.bindings().bind(generation, binding);
        }
    }

    @Override
    public String toString() {
        return what.toString();
    }
}
