package dev.iii.example.inventory.read;

import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.log.Position;
import dev.iii.example.inventory.log.Slice;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the view of one projection from the logs. Handler threads and the thread of the {@link Sweep} call it.
 * Thread-safe.
 *
 * @param <V> the type of the value that the view contains for a SKU
 */
public final class Projector<V> {

    private static final Logger logger = LoggerFactory.getLogger(Projector.class);

    private final Projection<V> projection;
    private final EventLog log;
    private final StateClient state;
    /** The number of requests per SKU that arrived since the running update of this SKU started, including the first one. */
    private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();

    /**
     * Creates a projector.
     *
     * @param projection calculates the values of the view
     * @param log the log
     * @param state the client that stores the view; it must not retry writes, because a retry returns a wrong old value
     */
    public Projector(Projection<V> projection, EventLog log, StateClient state) {
        this.projection = projection;
        this.log = log;
        this.state = state;
    }

    /** Returns the name of the projection. */
    public String name() {
        return projection.name();
    }

    /**
     * Updates the view of a SKU to the end of its log. If another thread is already updating this view, this method returns
     * immediately and that thread reads the log again. For a hundred messages at the same time, the log is therefore read
     * about twice and not a hundred times.
     *
     * @return {@code true} if the view is up to date, {@code false} if another thread is updating it
     */
    public boolean catchUp(String sku) {
        if (asked.merge(sku, 1, Integer::sum) > 1) {
            return false;
        }
        try {
            int seen;
            do {
                seen = asked.getOrDefault(sku, 0);
                readToTheEnd(sku);
            } while (!asked.remove(sku, seen));
            return true;
        } catch (RuntimeException | Error e) {
            asked.remove(sku);
            throw e;
        }
    }

    private void readToTheEnd(String sku) {
        boolean current = false;
        while (!current) {
            View stored = state.get(projection.name(), sku, View.class).orElse(new View(Position.START, Json.NULL));
            current = readOn(sku, stored);
        }
    }

    /** Reads the events after the stored position and stores the new value. Returns {@code true} if the view is current. */
    private boolean readOn(String sku, View stored) {
        V value = stored.value().as(projection.type());
        Position position = stored.position();
        List<LoggedEvent> read = new ArrayList<>();
        Slice slice;
        do {
            slice = log.after(sku, position);
            if (slice.isCut()) {
                logger.atWarn()
                        .addKeyValue("projection", projection.name())
                        .addKeyValue("sku", sku)
                        .log("The log ends before the position of the view; rebuilding the view from the log");
                return readOn(sku, new View(Position.START, Json.NULL));
            }
            for (LoggedEvent event : slice.events()) {
                V after = projection.apply(value, event);
                projection.react(value, event, after);
                value = after;
            }
            read.addAll(slice.events());
            position = slice.next();
        } while (!slice.isLast());
        return read.isEmpty() || store(sku, position, value, read);
    }

    /**
     * Stores the view. Two processes may do this at the same time while one takes over from the other, and the engine has no
     * compare-and-set. But the engine returns the old value. A process that has overwritten a newer view therefore detects
     * this and reads the missing events from the log.
     *
     * @return {@code false} if this write has replaced a newer view
     */
    private boolean store(String sku, Position position, @Nullable V value, List<LoggedEvent> read) {
        View before = state.set(projection.name(), sku, new View(position, Json.of(value)))
                .oldValue()
                .as(View.class);
        logger.atInfo()
                .addKeyValue("projection", projection.name())
                .addKeyValue("event", read.get(read.size() - 1).id())
                .addKeyValue("events", read.size())
                .log("View updated");
        return before == null || before.position().seq() <= position.seq();
    }
}
