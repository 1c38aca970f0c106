package dev.iii.sdk.internal.worker;

import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.internal.registration.RegistrationHandle;
import dev.iii.sdk.internal.registration.RegistrationSubject;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import dev.iii.sdk.internal.subscription.SubscriptionHeartbeat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The registrations of a worker that have not ended. Thread-safe. */
final class OpenRegistrations {

    private final Set<RegistrationHandle> handles = ConcurrentHashMap.newKeySet();

    void add(RegistrationHandle handle) {
        handles.add(handle);
    }

    void remove(RegistrationHandle handle) {
        handles.remove(handle);
    }

    void forEach(Consumer<RegistrationHandle> action) {
        handles.forEach(action);
    }

    /** Returns the futures of the registrations that are neither accepted nor refused. */
    List<CompletableFuture<Void>> unsettled() {
        List<CompletableFuture<Void>> unsettled = new ArrayList<>();
        for (RegistrationHandle handle : handles) {
            if (!handle.settled().isDone()) {
                unsettled.add(handle.settled());
            }
        }
        return unsettled;
    }

    /** Returns the topics of the active subscriptions, except those of the SDK itself. */
    Set<String> subscribedTopics() {
        Set<String> topics = new HashSet<>();
        for (RegistrationHandle handle : handles) {
            if (handle.subject() instanceof RegistrationSubject.Trigger trigger
                    && trigger.topic() != null
                    && !SubscriptionHeartbeat.isOwnTopic(trigger.topic())
                    && handle.status() == RegistrationStatus.ACTIVE) {
                topics.add(trigger.topic());
            }
        }
        return topics;
    }

    /** Returns {@code true} if this worker has registered a function with this id, and it was not refused. */
    boolean hasFunction(String id) {
        return handles.stream()
                .anyMatch(handle -> handle.what().kind() == Kind.FUNCTION
                        && handle.id().equals(id)
                        && handle.status() != RegistrationStatus.REFUSED);
    }

    /**
     * Returns the types of the triggers that this worker has registered for a function, in alphabetical order. A trigger of
     * another worker is unknown to this worker.
     */
    Set<String> triggerTypes(String functionId) {
        Set<String> types = new TreeSet<>();
        for (RegistrationHandle handle : handles) {
            if (handle.subject() instanceof RegistrationSubject.Trigger trigger
                    && trigger.frame().functionId().equals(functionId)) {
                types.add(trigger.frame().triggerType());
            }
        }
        return types;
    }

    /** Returns the triggers of this worker that the engine has accepted. */
    List<RegistrationHandle> triggers() {
        return handles.stream()
                .filter(handle -> handle.what().kind() == Kind.TRIGGER
                        && (handle.status() == RegistrationStatus.ACTIVE
                                || handle.status() == RegistrationStatus.INACTIVE))
                .toList();
    }
}
