package dev.iii.stub.core.api;

import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import java.util.concurrent.CompletionStage;

/** Registers what workers ask for with a call instead of a frame. Thread-safe. */
public interface EngineRegistrar {

    /** Applies what a worker announces about itself. */
    AnnouncementResult announce(ConnectedWorker worker, Announcement announcement);

    /**
     * Registers a trigger that belongs to no connection. If a connected worker provides the type, its answer is awaited
     * for at most 10 s.
     */
    CompletionStage<TriggerRegistration> registerTrigger(Trigger trigger);

    /**
     * Removes a trigger, no matter who registered it.
     *
     * @return {@code true} if there was one
     */
    boolean unregisterTrigger(String id);
}
