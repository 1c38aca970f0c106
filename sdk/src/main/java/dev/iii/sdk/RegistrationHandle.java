package dev.iii.sdk;

import dev.iii.protocol.Frame;
import dev.iii.sdk.internal.session.Registrable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A registration in the hand of the user. */
final class RegistrationHandle implements Registration {

    private final Registrable what;
    private final Registered subject;
    private final Consumer<RegistrationHandle> unregister;
    private volatile Standing standing = Standing.PENDING;
    private volatile @Nullable RegistrationRefusedException refusal;
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    RegistrationHandle(Frame frame, Registered subject, Consumer<RegistrationHandle> unregister) {
        this.what = new Registrable(frame, this);
        this.subject = subject;
        this.unregister = unregister;
    }

    Registrable what() {
        return what;
    }

    Registered subject() {
        return subject;
    }

    CompletableFuture<Void> future() {
        return confirmed;
    }

    /** Completes when it is known for the first time where it stands: taken, refused, standing by or ended. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    @Override
    public String id() {
        return what.id();
    }

    @Override
    public CompletableFuture<Void> confirmed() {
        return confirmed.copy();
    }

    @Override
    public Registration awaitConfirmed(Duration timeout) {
        Waits.await(confirmed, timeout, () -> "the engine has not confirmed " + what + " within " + timeout);
        return this;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Optional<RegistrationRefusedException> refusal() {
        return standing == Standing.REFUSED ? Optional.ofNullable(refusal) : Optional.empty();
    }

    void refused(RegistrationRefusedException why) {
        refusal = why;
    }

    /** Once ended, it stays so. */
    void stand(Standing now) {
        if (standing != Standing.ENDED) {
            standing = now;
        }
    }

    @Override
    public void unregister() {
        unregister.accept(this);
    }

    @Override
    public String toString() {
        return what.toString();
    }
}
