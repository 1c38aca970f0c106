package dev.iii.stub.queue;

import dev.iii.stub.core.call.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Records deliveries. The test decides how each delivery ends. */
final class FakeDeliverer implements Deliverer {

    private record Try(Message message, Consumer<Outcome> done) {}

    private final List<Try> tries = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    final Set<TargetFunction> missing = new HashSet<>();

    @Override
    public boolean reaches(TargetFunction target) {
        return !missing.contains(target);
    }

    @Override
    public void deliver(Message message, Consumer<Outcome> done) {
        tries.add(new Try(message, done));
        order.add(message.id);
    }

    /** Returns the ids of the messages that were delivered since the last call. */
    List<String> delivered() {
        List<String> ids = List.copyOf(order);
        order.clear();
        return ids;
    }

    /** Ends the oldest open delivery of the message successfully. */
    void succeed(String id) {
        take(id).accept(Outcome.NONE);
    }

    /** Ends the oldest open delivery of the message with a failure. */
    void fail(String id) {
        take(id).accept(Outcome.failure("E", "no " + id));
    }

    /** Removes the oldest open delivery of the message. Returns the callback that ends it. */
    Consumer<Outcome> take(String id) {
        for (Try open : tries) {
            if (open.message().id.equals(id)) {
                tries.remove(open);
                return open.done();
            }
        }
        throw new AssertionError("no open delivery of " + id);
    }

    int open() {
        return tries.size();
    }
}
