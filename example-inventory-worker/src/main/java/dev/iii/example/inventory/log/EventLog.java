package dev.iii.example.inventory.log;

import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.state.StateUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to the logs and reads them. Contains no business rules. Thread-safe.
 *
 * <p>Each method calls the engine, so it may block and may throw the exceptions of a call.
 */
public final class EventLog {

    /** The scope of the segments. */
    public static final String SEGMENTS = "inventory-log";

    /** The scope with one {@link Hint} per SKU. */
    public static final String HEADS = "inventory-log-heads";

    private final StateClient state;

    /** @param state a client that retries if a result is lost; all operations of this class may safely be repeated */
    public EventLog(StateClient state) {
        this.state = state;
    }

    /**
     * The segment at which the search for the newest segment starts. It may be older than the newest segment, because the
     * hint is written after the segment.
     *
     * @param sku the SKU of the log
     * @param segment the number of an existing segment, or 0
     */
    public record Hint(String sku, int segment) {}

    /**
     * The result of an append.
     *
     * @param head the end of the log after the append
     * @param won {@code true} if the event is in the log
     */
    public record Appended(Head head, boolean won) {}

    // ---------------------------------------------------------------- writing

    /**
     * Appends an event if it is the first entry with the next number.
     *
     * @param head the end of the log on which the decision was based; it may be outdated
     * @param event an event whose number is the number of the head plus one
     * @return the result; if it is not {@code won}, another command was faster: read the head and decide again
     */
    public Appended append(Head head, LoggedEvent event) {
        if (head.seq() == 0) {
            // Write the hint first: a log without a hint could not be found.
            state.set(HEADS, head.sku(), new Hint(head.sku(), 0));
        }
        int number = head.isFull() ? head.segment() + 1 : head.segment();
        StateUpdate update = StateUpdate.create();
        if (head.isFull() && head.item() != null) {
            // A full segment never changes, so all writers that start the next segment write the same base.
            update = update.set("base", new Segment.Base(head.seq(), head.item()));
        }
        StateChange change = state.update(SEGMENTS, key(head.sku(), number), update.append("entries", event));
        Segment segment = read(change, event);
        if (number > head.segment()) {
            state.set(HEADS, head.sku(), new Hint(head.sku(), number));
        }
        boolean won = segment.events().stream().anyMatch(e -> isSame(e, event));
        return new Appended(segment.head(head.sku(), number), won);
    }

    private static boolean isSame(LoggedEvent one, LoggedEvent other) {
        return one.seq() == other.seq() && one.commandId().equals(other.commandId());
    }

    private static Segment read(StateChange change, LoggedEvent event) {
        Segment segment = change.newValue().as(Segment.class);
        if (segment == null || !change.errors().isEmpty()) {
            throw new IllegalStateException("the engine did not append event " + event.id() + ": " + change.errors());
        }
        return segment;
    }

    // ---------------------------------------------------------------- reading

    /** Returns a hint for each SKU that may have events. */
    public List<Hint> skus() {
        return state.list(HEADS, Hint.class);
    }

    /** Returns the end of the log of a SKU. It is empty if the SKU is unknown. */
    public Head head(String sku) {
        return state.get(HEADS, sku, Hint.class).map(this::head).orElseGet(() -> Head.empty(sku));
    }

    /** Returns the end of the log of a SKU. Otherwise like {@link #head(String)}, but without a read of the hint. */
    public Head head(Hint hint) {
        int number = hint.segment();
        Segment segment = segment(hint.sku(), number);
        if (segment == null) {
            return Head.empty(hint.sku());
        }
        while (segment.isFull()) {
            Segment next = segment(hint.sku(), number + 1);
            if (next == null) {
                break;
            }
            segment = next;
            number++;
        }
        return segment.head(hint.sku(), number);
    }

    /** Returns the events after a position, up to the end of the segment of this position. */
    public Slice after(String sku, Position position) {
        Segment segment = segment(sku, position.segment());
        if (segment == null) {
            Segment before = segment(sku, position.segment() - 1);
            return new Slice(List.of(), position, true, position.seq() > (before == null ? 0 : before.last()));
        }
        if (segment.last() < position.seq()) {
            return new Slice(List.of(), position, true, true);
        }
        List<LoggedEvent> events = segment.events().stream()
                .filter(event -> event.seq() > position.seq())
                .toList();
        int next = segment.isFull() ? position.segment() + 1 : position.segment();
        return new Slice(events, new Position(next, segment.last()), !segment.isFull(), false);
    }

    /** Returns at most {@code limit} of the newest events of a SKU, oldest first. It is empty if the SKU is unknown. */
    public List<LoggedEvent> newest(String sku, int limit) {
        Head head = head(sku);
        List<LoggedEvent> newest = new ArrayList<>();
        for (int number = head.segment(); number >= 0 && newest.size() < limit; number--) {
            Segment segment = segment(sku, number);
            newest.addAll(0, segment == null ? List.of() : segment.events());
        }
        return List.copyOf(newest.subList(Math.max(0, newest.size() - limit), newest.size()));
    }

    private @Nullable Segment segment(String sku, int number) {
        return state.get(SEGMENTS, key(sku, number), Segment.class).orElse(null);
    }

    private static String key(String sku, int number) {
        return sku + "/" + number;
    }
}
