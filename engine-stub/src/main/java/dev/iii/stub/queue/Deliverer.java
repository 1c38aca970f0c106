package dev.iii.stub.queue;

import dev.iii.stub.core.Outcome;
import java.util.function.Consumer;

/** How the messages of a queue reach their function. */
interface Deliverer {

    /** Whether there is somebody to deliver to; else the message waits, and it costs no delivery. Must not block. */
    boolean reaches(Target target);

    /**
     * Delivers a message. Called without a lock, on any thread; must not block.
     *
     * @param done gets the outcome, on any thread; all but the first are ignored
     */
    void deliver(Message message, Consumer<Outcome> done);
}
