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
 * Keeps one view in step with the log. Thread-safe.
 *
 * @param <V> the value that the view keeps for a SKU
 */
public final class Projector<V> {

    private static final Logger logger = LoggerFactory.getLogger(Projector.class);

    private final Projection<V> projection;
    private final EventLog log;
    private final StateClient state;
    /** How often somebody has asked for a SKU since its catching up began. */
    private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();

    /** @param state where the view is kept */
    public Projector(Projection<V> projection, EventLog log, StateClient state) {
        this.projection = projection;
        this.log = log;
        this.state = state;
    }

    /** The name of the projection. */
    public String name() {
        return projection.name();
    }

    /**
     * Brings the view of a SKU to the end of its log. Who asks while somebody is at it leaves it to them: a hundred messages
     * at once are two readings of the log and not a hundred.
     *
     * @return whether the view is there now; false when it was left to somebody else
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

    /** Whether the view is at the end of the log. */
    private boolean readOn(String sku, View stored) {
        V value = stored.value().as(projection.type());
        Position position = stored.position();
        List<LoggedEvent> news = new ArrayList<>();
        Slice slice;
        do {
            slice = log.after(sku, position);
            if (slice.isCut()) {
                logger.atWarn()
                        .addKeyValue("projection", projection.name())
                        .addKeyValue("sku", sku)
                        .log("the log ends before the view does; the view is made anew");
                return readOn(sku, new View(Position.START, Json.NULL));
            }
            for (LoggedEvent event : slice.events()) {
                V after = projection.apply(value, event);
                projection.react(value, event, after);
                value = after;
            }
            news.addAll(slice.events());
            position = slice.next();
        } while (!slice.isLast());
        return news.isEmpty() || store(sku, position, value, news);
    }

    /**
     * Writes the view. Two processes may do so at once, when one takes over from another, and the engine has no
     * compare-and-set. It tells what was there, though: who sees that a newer view was overwritten reads on from the log,
     * where everything is that the newer one knew.
     */
    private boolean store(String sku, Position position, @Nullable V value, List<LoggedEvent> news) {
        View before = state.set(projection.name(), sku, new View(position, Json.of(value)))
                .oldValue()
                .as(View.class);
        logger.atInfo()
                .addKeyValue("projection", projection.name())
                .addKeyValue("event", news.get(news.size() - 1).id())
                .addKeyValue("events", news.size())
                .log("view updated");
        return before == null || before.position().seq() <= position.seq();
    }
}
