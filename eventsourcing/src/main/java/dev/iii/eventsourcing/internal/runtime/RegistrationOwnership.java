package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.internal.projection.RunnerContext.Ownership;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * The worker that owns a function also owns what belongs to it. While the connection is lost, the last known answer stays, so
 * that views in memory are still served. Thread-safe.
 */
final class RegistrationOwnership implements Ownership {

    private volatile boolean owner;
    private volatile @Nullable Registration registration;

    void set(Registration of) {
        registration = of;
    }

    @Override
    public boolean getAsBoolean() {
        Registration current = registration;
        if (current == null) {
            return false;
        }
        RegistrationStatus status = current.status();
        if (status != RegistrationStatus.PENDING) {
            owner = status == RegistrationStatus.ACTIVE;
        }
        return owner;
    }
}
