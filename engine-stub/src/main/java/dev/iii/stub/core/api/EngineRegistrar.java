package dev.iii.stub.core.api;

import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import java.util.concurrent.CompletionStage;

/** Registers triggers and announcements that workers send as calls instead of frames. Thread-safe. */
public interface EngineRegistrar {

    /** Applies the announcement of a worker. */
    AnnouncementResult announce(ConnectedWorker worker, Announcement announcement);

    /**
     * Registers a trigger that belongs to no connection. If a connected worker provides the type, its answer is awaited
     * for at most 10 s.
     */
    CompletionStage<TriggerRegistration> registerTrigger(Trigger trigger);

    /**
     * Removes a trigger, regardless of the worker that registered it.
     *
     * @return {@code true} if the trigger existed
     */
    boolean unregisterTrigger(String id);
}
