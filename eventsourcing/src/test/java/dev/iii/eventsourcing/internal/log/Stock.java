package dev.iii.eventsourcing.internal.log;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of the stream of the search. It contains the id and the number of the last event, so that a snapshot that does not
 * fit its place is seen.
 *
 * @param stock what is left
 * @param commands the accepted commands, one bit for each
 * @param last the id of the last event
 * @param n the number of the last event
 */
record Stock(int stock, int commands, String last, long n) {

    static final String SNAPSHOT = "s1";

    static final Stock EMPTY = new Stock(0, 0, EventIds.NONE, 0);

    /** What a command changes. The commands from {@code a} on are those of the history before the search. */
    static int delta(String command) {
        return switch (command) {
            case "x", "y" -> -1;
            case "z" -> -2;
            case "w" -> -4;
            case "r" -> 1;
            case "a" -> 3;
            default -> command.charAt(0) % 2 == 0 ? 1 : -1;
        };
    }

    static int bit(String command) {
        return 1 << (command.charAt(0) - 'a');
    }

    Stock after(Entry entry) {
        return new Stock(
                stock + delta(entry.command()), commands | bit(entry.command()), entry.lastId(), entry.lastNumber());
    }

    static @Nullable Stock of(Segment segment) {
        String text = segment.snapshots().get(SNAPSHOT);
        if (text == null) {
            return null;
        }
        String[] parts = text.split(",", -1);
        return new Stock(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2], Long.parseLong(parts[3]));
    }

    String snapshot() {
        return stock + "," + commands + "," + last + "," + n;
    }

    /** How the state follows from entries; {@code known} remembers commands, or does not in a wrong design. */
    record Rules(boolean looksUp, @Nullable String fingerprint) implements Folding<Stock> {

        @Override
        public Stock initial() {
            return EMPTY;
        }

        @Override
        public @Nullable Stock restore(Segment segment) {
            return Stock.of(segment);
        }

        @Override
        public Map<String, String> snapshots(Stock state) {
            return Map.of(SNAPSHOT, state.snapshot());
        }

        @Override
        public Stock evolve(Stock state, Entry entry) {
            return state.after(entry);
        }

        @Override
        public Known known(String oldest, @Nullable String before) {
            return new Commands(looksUp, fingerprint, oldest, before, Map.of());
        }
    }

    /** The known commands, immutable. */
    record Commands(
            boolean looksUp,
            @Nullable String fingerprint,
            String oldest,
            @Nullable String older,
            Map<String, String> found)
            implements Known {

        private Map<String, String> with(String segment, List<Entry> entries) {
            Map<String, String> more = new TreeMap<>(found);
            entries.forEach(entry -> more.put(entry.command(), segment));
            return more;
        }

        @Override
        public Known newer(String segment, List<Entry> entries) {
            return new Commands(looksUp, fingerprint, oldest, older, with(segment, entries));
        }

        @Override
        public Known older(Segment segment, List<Entry> entries) {
            return new Commands(looksUp, fingerprint, segment.key(), segment.from(), with(segment.key(), entries));
        }

        @Override
        public @Nullable Found find(String command) {
            String segment = looksUp ? found.get(command) : null;
            return segment == null ? null : new Found(segment, fingerprint);
        }

        @Override
        public boolean isEnough() {
            return !looksUp;
        }
    }

    /** A command of a writer. It is refused with the state that it has seen. */
    record Change(String id, @Nullable String fingerprint, Supplier<String> unique) implements Command<Stock> {

        @Override
        public Verdict decide(Stock state, long version) {
            return state.stock() + delta(id) < 0 ? new Refuse(state) : new Accept(1, "");
        }

        @Override
        public Entry entry(Accept accept, String prev, long n, int attempt, boolean end) {
            return new Entry(
                    n + "." + unique.get() + attempt, prev, n, 1, id, fingerprint, 0, null, null, accept.events(), end);
        }
    }
}
