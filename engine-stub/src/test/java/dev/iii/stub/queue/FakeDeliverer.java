package dev.iii.stub.queue;

import dev.iii.stub.core.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Notes down what is delivered; the test says how each delivery ends. */
final class FakeDeliverer implements Deliverer {

    private record Try(Message message, Consumer<Outcome> done) {}

    private final List<Try> tries = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    final Set<Target> missing = new HashSet<>();

    @Override
    public boolean reaches(Target target) {
        return !missing.contains(target);
    }

    @Override
    public void deliver(Message message, Consumer<Outcome> done) {
        tries.add(new Try(message, done));
        order.add(message.id);
    }

    /** The ids of the messages that were delivered since the last look. */
    List<String> delivered() {
        List<String> ids = List.copyOf(order);
        order.clear();
        return ids;
    }

    /** The oldest open delivery of the message ends well. */
    void succeed(String id) {
        take(id).accept(Outcome.NONE);
    }

    /** The oldest open delivery of the message fails. */
    void fail(String id) {
        take(id).accept(Outcome.failure("E", "no " + id));
    }

    /** How the oldest open delivery of the message is ended. */
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
