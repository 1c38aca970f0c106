package dev.iii.eventsourcing.e2e;

import static dev.iii.eventsourcing.internal.projection.Counters.COUNTER;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.projection.Counters.Sum;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.io.IOException;

/** A view of counters as a program: {@code URL NAME}. The function {@code query::sums} adds all rows. */
final class ViewProgram {

    /** All rows. */
    record Sums(int rows, long total, long events) {}

    private ViewProgram() {}

    public static void main(String[] arguments) throws IOException {
        Worker worker = Iii.registerWorker(arguments[0], WorkerOptions.named(arguments[1]));
        EventSourcing es = EventSourcing.on(worker, "shop");
        View<Sum> view = es.add(Projection.state(COUNTER, "sums", 1));
        worker.registerFunction(
                "query::sums",
                (json, call) -> view.fold(
                        new Sums(0, 0, 0),
                        (sums, row) -> new Sums(
                                sums.rows() + 1,
                                sums.total() + row.value().total(),
                                sums.events() + row.value().events())));
        es.start();
        worker.awaitReady(Engines.LONG);
        ChildProgram.awaitEnd();
    }
}
