package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Known;
import dev.iii.eventsourcing.internal.log.Segment;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of a stream that this program knows. A key is forgotten only after 10,000 later commands and 24 hours,
 * and in any case after 100,000 later commands. Not thread-safe: it belongs to the command that has the turn of the stream.
 */
final class CommandIndex implements Known {

    /** The number of later commands after which a key may be forgotten, if {@link #KEPT_TIME} is over, too. */
    static final int KEPT_COMMANDS = 10_000;

    /** The time after which a key may be forgotten, if there are {@link #KEPT_COMMANDS} later commands, too. */
    static final Duration KEPT_TIME = Duration.ofHours(24);

    /** The maximum number of commands in which a key is looked up. */
    static final int MAX_COMMANDS = 100_000;

    /** A key with the number of its command and the time. */
    private record Item(String command, long number, long at, Found found) {}

    private final Map<String, Item> found = new HashMap<>();
    private final Deque<Item> items = new ArrayDeque<>();
    private final Predicate<String> watched;
    private final Clock clock;
    private String oldest;
    private @Nullable String older;
    /** The numbers of the commands: the newest one has {@code high - 1}, the oldest one {@code low}. */
    private long low;

    private long high;
    /** The latest time of the commands in the oldest segment: all older commands were accepted before. */
    private long boundaryAt = Long.MAX_VALUE;

    /**
     * Creates an index that contains no command.
     *
     * @param oldest the key of the segment that is added first
     * @param older the key of the segment before it
     * @param watched accepts the generated ids that are also found
     * @param clock the clock of the times of the entries
     */
    CommandIndex(String oldest, @Nullable String older, Predicate<String> watched, Clock clock) {
        this.oldest = oldest;
        this.older = older;
        this.watched = watched;
        this.clock = clock;
    }

    @Override
    public Known newer(String segment, List<Entry> entries) {
        if (boundaryAt == Long.MAX_VALUE) {
            boundaryAt = latest(entries);
        }
        for (Entry entry : entries) {
            add(segment, entry, high++);
        }
        prune();
        return this;
    }

    @Override
    public Known older(Segment segment, List<Entry> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            addOlder(segment.key(), entries.get(i));
        }
        boundaryAt = latest(entries);
        oldest = segment.key();
        older = segment.from();
        return this;
    }

    /** The clock of one program may be wrong, so no other time than the latest one says something about other commands. */
    private static long latest(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::at).max().orElse(Long.MAX_VALUE);
    }

    private void add(String segment, Entry entry, long number) {
        if (isKept(entry)) {
            Item item = item(segment, entry, number);
            found.put(entry.command(), item);
            items.addLast(item);
        }
    }

    private void addOlder(String segment, Entry entry) {
        low--;
        if (isKept(entry)) {
            Item item = item(segment, entry, low);
            if (found.putIfAbsent(entry.command(), item) == null) {
                items.addFirst(item);
            }
        }
    }

    private static Item item(String segment, Entry entry, long number) {
        return new Item(entry.command(), number, entry.at(), new Found(segment, entry.fingerprint()));
    }

    private boolean isKept(Entry entry) {
        return entry.fingerprint() != null || watched.test(entry.command());
    }

    private void prune() {
        Item first;
        while ((first = items.peekFirst()) != null && mayForget(high - first.number(), first.at())) {
            items.removeFirst();
            // Another program may have forgotten the key earlier and accepted it again.
            found.remove(first.command(), first);
        }
    }

    private boolean mayForget(long later, long at) {
        return later > MAX_COMMANDS || (later > KEPT_COMMANDS && at < clock.millis() - KEPT_TIME.toMillis());
    }

    @Override
    public @Nullable Found find(String command) {
        Item item = found.get(command);
        return item == null ? null : item.found();
    }

    @Override
    public String oldest() {
        return oldest;
    }

    @Override
    public @Nullable String older() {
        return older;
    }

    @Override
    public boolean isEnough() {
        return older == null || mayForget(high - low, boundaryAt);
    }

    /** Returns the number of keys, as a measure of the used memory. */
    int size() {
        return items.size();
    }
}
