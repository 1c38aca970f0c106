package dev.iii.example.inventory.log;

import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.state.StateUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends to logs and reads them. Knows no rules: that is the domain's. Thread-safe; every method throws what calls of the
 * engine throw.
 */
public final class EventLog {

    /** The scope of the segments. */
    public static final String SEGMENTS = "inventory-log";

    /** The scope that has an entry for each SKU. */
    public static final String HEADS = "inventory-log-heads";

    private final StateClient state;

    /** @param state one that tries again when an answer is lost: whatever is done here may be done twice */
    public EventLog(StateClient state) {
        this.state = state;
    }

    /**
     * Where to begin to look for the newest segment. It may be behind, because it is written after the segment.
     *
     * @param segment a segment that is there, or the first
     */
    public record Hint(String sku, int segment) {}

    /** What became of an append: the end of the log afterwards, and whether the event is in it. */
    public record Appended(Head head, boolean won) {}

    // ---------------------------------------------------------------- writing

    /**
     * Tries to make an event the next one of its log.
     *
     * @param head the end of the log, as the one who decided on the event knew it
     * @param event with the number that follows
     * @return not won when somebody else was faster: then read the head, decide again
     */
    public Appended append(Head head, LoggedEvent event) {
        if (head.seq() == 0) {
            // First, so that there is never a log that nobody finds.
            state.set(HEADS, head.sku(), new Hint(head.sku(), 0));
        }
        int number = head.isFull() ? head.segment() + 1 : head.segment();
        StateUpdate update = StateUpdate.begin();
        if (head.isFull() && head.item() != null) {
            // A full segment never changes, so everybody who begins the next one writes the same.
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
            throw new IllegalStateException("event " + event.id() + " cannot be appended: " + change.errors());
        }
        return segment;
    }

    // ---------------------------------------------------------------- reading

    /** All SKUs that may have events, with a place to begin to look. */
    public List<Hint> skus() {
        return state.list(HEADS, Hint.class);
    }

    /** The end of the log of a SKU. */
    public Head head(String sku) {
        return state.get(HEADS, sku, Hint.class).map(this::head).orElseGet(() -> Head.empty(sku));
    }

    /** The end of the log of a SKU. */
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

    /** What came after a position, up to the end of a segment. */
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

    /** The newest events of a SKU, oldest first, at most so many; empty when there is no such SKU. */
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
