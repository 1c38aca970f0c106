package dev.iii.stub.queue;

import dev.iii.stub.core.call.Outcome;
import java.util.function.Consumer;

/** Calls the function that the messages of a queue are for. */
interface Deliverer {

    /**
     * Returns {@code true} if the function can be called now. Otherwise its messages wait, and waiting does not count
     * as a delivery. Must not block.
     */
    boolean reaches(TargetFunction target);

    /**
     * Delivers a message. Called without a lock, on any thread. Must not block.
     *
     * @param done receives the outcome, on any thread; outcomes after the first are ignored
     */
    void deliver(Message message, Consumer<Outcome> done);
}
