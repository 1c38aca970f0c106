package dev.iii.eventsourcing.internal.log;

import dev.iii.eventsourcing.internal.log.CommandProtocol.Finished;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Hinting;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Reading;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the protocol of commands of two writers in every interleaving, with every fault, from every state that a stream may be
 * in: answers are lost, appends are applied late, memory is lost or outdated, and the store goes back to an earlier state, the
 * segments and the hints together or each alone.
 *
 * <p>It checks after each step: what is acknowledged was in the log; what a reader takes for true is in the log; the log changes
 * only at its end; it has no gap; snapshots are equal to the history; the stock is never below zero; no command is in the log
 * twice.
 */
final class LogSearch {

    /** A property of the log does not hold. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * What is searched.
     *
     * @param programs the commands of each writer
     * @param keyed whether the ids of the commands are idempotency keys, which must be looked up in the whole history
     * @param events the number of events before the search, at most
     * @param segment the number of entries in a segment
     * @param attempts the number of appends of a command
     * @param losses how many answers may be lost
     * @param restores how often the store may go back
     * @param maxStates the number of states after which the search of one start ends
     */
    record Bounds(
            List<String> programs,
            boolean keyed,
            int events,
            int segment,
            int attempts,
            int losses,
            int restores,
            int maxStates) {

        /** Returns {@code true} if both writers do the same, so that they may be exchanged. */
        boolean isSymmetric() {
            return programs.get(0).equals(programs.get(1));
        }
    }

    /** The design that is searched: the real one, or a wrong one. */
    record Design(LogRules rules, boolean memoryDies, boolean sendsAgain, boolean looksUp) {
        static final Design REAL = new Design(LogRules.STANDARD, false, false, true);
    }

    /** What the search of one or several starts has seen. */
    static final class Result {
        int starts;
        int limited;
        int failing;
        long states;
        long steps;
        long acknowledged;

        @Nullable
        String violation;

        @Override
        public String toString() {
            return starts + " starts (" + limited + " of them not to the end), " + states + " states, " + steps
                    + " steps, " + acknowledged + " acknowledgements, " + failing + " failing"
                    + (violation == null ? "" : ": " + violation);
        }
    }

    /**
     * A writer.
     *
     * @param stage the stage of its command; {@code null} between commands
     * @param next the index of its command
     * @param memory what it remembers
     * @param inLog whether what it has read or appended last was in the log
     */
    private record Writer(
            @Nullable Stage<Stock> stage,
            int next,
            @Nullable Head<Stock> memory,
            boolean inLog) {}

    /** The segments of a store. Equal ones are the same object, so that states are compared quickly. */
    private static final class Store {
        final Map<String, Segment> segments;
        private @Nullable List<String> log;

        Store(Map<String, Segment> segments) {
            this.segments = segments;
        }
    }

    /** A writer. Equal ones are the same object, so that states are compared quickly. */
    private static final class Interned {
        final Writer writer;
        final Map<Situation, List<Step>> steps = new HashMap<>();

        Interned(Writer writer) {
            this.writer = writer;
        }
    }

    /** What the next step of a writer depends on. */
    private record Situation(
            int index, Store store, @Nullable String hint) {}

    /**
     * A step of a writer.
     *
     * @param loss whether it takes one of the answers that may be lost
     * @param late an append that is applied later
     */
    private record Step(
            boolean loss, Store store, @Nullable String hint, Request.@Nullable Append late, Interned writer) {}

    /** A state of the store, of what is under way, and of the writers. */
    private static final class World {
        final Store segments;
        final @Nullable String hint;
        final Store savedSegments;
        final @Nullable String savedHint;
        final List<Request.Append> late;
        final Interned[] writers;
        final int losses;
        final int restores;
        private final int hash;

        World(
                Store segments,
                @Nullable String hint,
                Store savedSegments,
                @Nullable String savedHint,
                List<Request.Append> late,
                Interned[] writers,
                int losses,
                int restores) {
            this.segments = segments;
            this.hint = hint;
            this.savedSegments = savedSegments;
            this.savedHint = savedHint;
            this.late = late;
            this.writers = writers;
            this.losses = losses;
            this.restores = restores;
            this.hash = Objects.hash(
                    segments, hint, savedSegments, savedHint, late, Arrays.hashCode(writers), losses, restores);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof World world
                    && hash == world.hash
                    && losses == world.losses
                    && restores == world.restores
                    && Objects.equals(hint, world.hint)
                    && Objects.equals(savedHint, world.savedHint)
                    && Arrays.equals(writers, world.writers)
                    && late.equals(world.late)
                    && segments == world.segments
                    && savedSegments == world.savedSegments;
        }

        World store(Store newSegments, @Nullable String newHint) {
            return new World(newSegments, newHint, savedSegments, savedHint, late, writers, losses, restores);
        }

        World saved(Store newSegments, @Nullable String newHint) {
            return new World(segments, hint, newSegments, newHint, late, writers, losses, restores);
        }

        World late(List<Request.Append> newLate) {
            return new World(segments, hint, savedSegments, savedHint, newLate, writers, losses, restores);
        }

        World after(int index, Step step) {
            Interned[] all = writers.clone();
            all[index] = step.writer();
            List<Request.Append> newLate = late;
            if (step.late() != null) {
                newLate = new ArrayList<>(late);
                newLate.add(step.late());
            }
            int left = step.loss() ? losses - 1 : losses;
            return new World(step.store(), step.hint(), savedSegments, savedHint, newLate, all, left, restores);
        }

        World restored(Interned[] all) {
            return new World(segments, hint, savedSegments, savedHint, late, all, losses, restores - 1);
        }
    }

    private final Design design;
    private final Bounds bounds;
    private final Stock.Rules folding;
    private final CommandProtocol.Limits limits;
    private final Map<Integer, CommandProtocol<Stock>> protocols = new HashMap<>();
    private final Map<Map<String, Segment>, Store> stores = new HashMap<>();
    private final Map<Writer, Interned> writers = new HashMap<>();
    private final List<World> successors = new ArrayList<>();
    private final Result result = new Result();

    LogSearch(Design design, Bounds bounds) {
        this.design = design;
        this.bounds = bounds;
        this.folding = new Stock.Rules(design.looksUp(), bounds.keyed() ? "f" : null);
        this.limits = new CommandProtocol.Limits(bounds.segment(), Integer.MAX_VALUE);
    }

    private Store store(Map<String, Segment> segments) {
        return stores.computeIfAbsent(segments, Store::new);
    }

    private Interned intern(Writer writer) {
        return writers.computeIfAbsent(writer, Interned::new);
    }

    // ---------------------------------------------------------------- search

    /** Searches from all starts, or until {@code violations} of them have failed. */
    Result run(int violations) {
        for (int events = bounds.events(); events >= 0; events--) {
            for (int saved = 0; saved <= events; saved++) {
                for (int first = -1; first <= events; first++) {
                    int least = bounds.isSymmetric() ? first : -1;
                    for (int second = least; second <= events; second++) {
                        result.starts++;
                        String violation = search(start(events, saved, first, second));
                        if (violation != null) {
                            result.failing++;
                            if (result.violation == null) {
                                result.violation = "with " + events + " events, " + saved + " saved, memory of " + first
                                        + " and " + second + ": " + violation;
                            }
                            if (result.failing >= violations) {
                                return result;
                            }
                        }
                    }
                }
            }
        }
        return result;
    }

    private @Nullable String search(World start) {
        Set<World> seen = new HashSet<>();
        ArrayDeque<World> open = new ArrayDeque<>();
        seen.add(start);
        open.add(start);
        try {
            World world;
            while ((world = open.poll()) != null) {
                List<String> before = log(world.segments);
                step(world);
                for (World next : successors) {
                    result.steps++;
                    if (next.segments != world.segments) {
                        List<String> after = log(next.segments);
                        boolean onlyAtItsEnd = after.size() >= before.size()
                                && after.subList(0, before.size()).equals(before);
                        if (next.restores == world.restores && !onlyAtItsEnd) {
                            throw new Violation("the log changed in its middle");
                        }
                    }
                    if (seen.add(next)) {
                        open.add(next);
                    }
                }
                if (seen.size() > bounds.maxStates()) {
                    result.limited++;
                    break;
                }
            }
        } catch (Violation e) {
            return e.getMessage();
        } finally {
            result.states += seen.size();
        }
        return null;
    }

    // ---------------------------------------------------------------- steps

    private void step(World world) {
        successors.clear();
        if (world.restores > 0) {
            saveAndRestore(world);
        }
        for (int i = 0; i < world.late.size(); i++) {
            List<Request.Append> rest = new ArrayList<>(world.late);
            Request.Append append = rest.remove(i);
            successors.add(world.late(rest).store(applied(world.segments, append), world.hint));
        }
        for (int i = 0; i < world.writers.length; i++) {
            Interned writer = world.writers[i];
            for (Step step : steps(new Situation(i, world.segments, world.hint), writer)) {
                if (!step.loss() || world.losses > 0) {
                    successors.add(world.after(i, step));
                }
            }
        }
    }

    private void saveAndRestore(World world) {
        if (world.savedSegments != world.segments) {
            successors.add(world.saved(world.segments, world.savedHint));
        }
        if (!Objects.equals(world.savedHint, world.hint)) {
            successors.add(world.saved(world.savedSegments, world.hint));
        }
        for (int which = 1; which < 4; which++) {
            Store segments = (which & 1) != 0 ? world.savedSegments : world.segments;
            String hint = (which & 2) != 0 ? world.savedHint : world.hint;
            if (!Objects.equals(hint, world.hint) || segments != world.segments) {
                successors.add(world.restored(afterRestore(world)).store(segments, hint));
            }
        }
    }

    private Interned[] afterRestore(World world) {
        Interned[] all = world.writers.clone();
        for (int i = 0; design.memoryDies() && i < all.length; i++) {
            Writer writer = all[i].writer;
            all[i] = intern(new Writer(writer.stage(), writer.next(), null, writer.inLog()));
        }
        return all;
    }

    private List<Step> steps(Situation at, Interned writer) {
        List<Step> steps = writer.steps.get(at);
        if (steps == null) {
            steps = steps(at, writer.writer);
            writer.steps.put(at, steps);
        }
        return steps;
    }

    private List<Step> steps(Situation at, Writer writer) {
        List<Step> steps = new ArrayList<>();
        Stage<Stock> stage = writer.stage();
        if (stage == null) {
            begin(at, writer, steps);
            return steps;
        }
        CommandProtocol<Stock> protocol = protocol(at.index(), writer.next());
        Request request = protocol.request(stage);
        if (request instanceof Request.Append append) {
            append(at, writer, append, steps);
        } else if (request instanceof Request.Read read) {
            Segment segment = at.store().segments.get(read.segment());
            boolean inLog = stage instanceof Reading<Stock> reading
                    ? readInLog(at.store(), reading, writer, segment)
                    : writer.inLog();
            Interned next = next(writer, protocol.on(stage, new Reply.Found(segment)), inLog);
            steps.add(new Step(false, at.store(), at.hint(), null, next));
        } else if (request instanceof Request.ReadHint) {
            Interned next = next(writer, protocol.on(stage, new Reply.Hint(at.hint())), writer.inLog());
            steps.add(new Step(false, at.store(), at.hint(), null, next));
        } else if (request instanceof Request.WriteHint hint) {
            Interned next = next(writer, protocol.on(stage, new Reply.Written()), writer.inLog());
            steps.add(new Step(false, at.store(), hint.segment(), null, next));
            if (stage instanceof Hinting<Stock>) {
                Interned dead = intern(new Writer(null, writer.next() + 1, null, true));
                steps.add(new Step(true, at.store(), at.hint(), null, dead));
            }
        }
        return steps;
    }

    private void begin(Situation at, Writer writer, List<Step> steps) {
        if (writer.next() < bounds.programs().get(at.index()).length()) {
            CommandProtocol<Stock> protocol = protocol(at.index(), writer.next());
            Head<Stock> memory = writer.memory();
            Interned begun = next(writer, memory == null ? protocol.start() : protocol.start(memory, false), true);
            steps.add(new Step(false, at.store(), at.hint(), null, begun));
            if (memory != null) {
                Interned forgetful = intern(new Writer(null, writer.next(), null, true));
                steps.add(new Step(true, at.store(), at.hint(), null, forgetful));
            }
        }
    }

    /** Notes whether the end of the segment that a reader has read was in the log at this time. */
    private boolean readInLog(Store store, Reading<Stock> reading, Writer writer, @Nullable Segment segment) {
        if (reading.inner() instanceof HeadReading.LookingBack<Stock>) {
            return writer.inLog();
        }
        Segment existing = LogRules.existing(segment);
        return existing == null || isInLog(store, design.rules().fold(existing).last());
    }

    private void append(Situation at, Writer writer, Request.Append append, List<Step> steps) {
        CommandProtocol<Stock> protocol = protocol(at.index(), writer.next());
        Stage<Stock> stage = Objects.requireNonNull(writer.stage());
        Store after = applied(at.store(), append);
        Segment segment = Objects.requireNonNull(after.segments.get(append.segment()));
        Stage<Stock> next = protocol.on(stage, new Reply.Found(segment));
        boolean inLog = isInLog(after, append.entry().id());
        boolean adopts = !(next instanceof Reading<Stock>) && !acknowledges(next) && !confirms(next);
        if (adopts && !isInLog(after, design.rules().fold(segment).last())) {
            throw new Violation("the answer of an append is taken for true, but is not in the log");
        }
        steps.add(new Step(false, after, at.hint(), null, next(writer, next, adopts || inLog)));
        Interned lost = next(writer, protocol.on(stage, new Reply.Lost()), true);
        Interned again = design.sendsAgain() ? intern(writer) : lost;
        steps.add(new Step(true, after, at.hint(), null, again));
        steps.add(new Step(true, at.store(), at.hint(), append, lost));
    }

    private static boolean acknowledges(Stage<Stock> stage) {
        return stage instanceof Finished<Stock> finished && finished.outcome() instanceof Outcome.Appended<Stock>;
    }

    private static boolean confirms(Stage<Stock> stage) {
        return stage instanceof CommandProtocol.Confirming<Stock>;
    }

    /** Returns the writer when it has reached a stage, and checks what it believes and acknowledges. */
    private Interned next(Writer writer, Stage<Stock> next, boolean inLog) {
        boolean wasReading = writer.stage() instanceof Reading<Stock>;
        if (wasReading && !(next instanceof Reading<Stock>) && !inLog) {
            throw new Violation("a reader takes for true what is not in the log");
        }
        if (next instanceof Finished<Stock> finished) {
            if (acknowledges(next)) {
                acknowledged(inLog);
            }
            boolean stops = finished.outcome() instanceof Outcome.Busy<Stock>;
            int following = stops ? Integer.MAX_VALUE : writer.next() + 1;
            return intern(new Writer(null, following, finished.head(), true));
        }
        return intern(new Writer(next, writer.next(), null, inLog));
    }

    private void acknowledged(boolean inLog) {
        result.acknowledged++;
        if (!inLog) {
            throw new Violation("acknowledged, but never in the log");
        }
    }

    private CommandProtocol<Stock> protocol(int index, int command) {
        return protocols.computeIfAbsent(index * 100 + command, key -> {
            String id = bounds.programs().get(index).substring(command, command + 1);
            String unique = "w" + index + "c" + command + "a";
            Command<Stock> change = new Stock.Change(id, bounds.keyed() ? "f" : null, () -> unique);
            return new CommandProtocol<>(design.rules(), folding, change, limits, bounds.attempts());
        });
    }

    // ---------------------------------------------------------------- store

    private Store applied(Store store, Request.Append append) {
        Map<String, Segment> after = new TreeMap<>(store.segments);
        Segment old = store.segments.get(append.segment());
        String from = old == null ? null : old.from();
        Map<String, String> snapshots = new TreeMap<>(old == null ? Map.of() : old.snapshots());
        List<Entry> entries = new ArrayList<>(old == null ? List.of() : old.entries());
        entries.add(append.entry());
        if (append.beginning() != null) {
            from = append.beginning().from();
            snapshots.putAll(append.beginning().snapshots());
        }
        after.put(append.segment(), new Segment(append.segment(), from, snapshots, entries, 0));
        return store(after);
    }

    /** Returns the ids of the events in the log, from its first segment on, and checks it. */
    private List<String> log(Store store) {
        List<String> known = store.log;
        if (known == null) {
            known = readLog(store.segments);
            store.log = known;
        }
        return known;
    }

    private List<String> readLog(Map<String, Segment> segments) {
        List<String> ids = new ArrayList<>();
        Stock state = Stock.EMPTY;
        String key = EventIds.NONE;
        Segment segment;
        while ((segment = LogRules.existing(segments.get(key))) != null) {
            Stock snapshot = Stock.of(segment);
            if (snapshot != null && !snapshot.equals(state)) {
                throw new Violation("the snapshot of a segment differs from the history, or there is a gap");
            }
            boolean closed = false;
            for (Entry entry : segment.entries()) {
                if (!closed && design.rules().follows(entry, state.last(), state.n())) {
                    if ((state.commands() & Stock.bit(entry.command())) != 0) {
                        throw new Violation("a command is in the log twice");
                    }
                    state = state.after(entry);
                    ids.add(entry.id());
                    closed = entry.end();
                    if (state.stock() < 0) {
                        throw new Violation("the stock is below zero");
                    }
                }
            }
            if (!closed) {
                break;
            }
            key = design.rules().keyAfter(key, state.last());
        }
        return ids;
    }

    private boolean isInLog(Store segments, String id) {
        return id.equals(EventIds.NONE) || log(segments).contains(id);
    }

    // ---------------------------------------------------------------- start

    /** Returns a start: events in the log, a saved state with fewer, and what each writer remembers (-1 for nothing). */
    private World start(int events, int saved, int first, int second) {
        List<Store> segments = new ArrayList<>();
        List<@Nullable String> hints = new ArrayList<>();
        List<Head<Stock>> heads = new ArrayList<>();
        segments.add(store(new TreeMap<>()));
        hints.add(null);
        heads.add(Head.empty(folding));
        Store store = segments.get(0);
        String hint = null;
        Head<Stock> head = heads.get(0);
        for (int n = 1; n <= events; n++) {
            String command = String.valueOf((char) ('a' + n - 1));
            Command<Stock> change = new Stock.Change(command, bounds.keyed() ? "f" : null, () -> "h");
            CommandProtocol<Stock> protocol = new CommandProtocol<>(design.rules(), folding, change, limits, 1);
            Stage<Stock> stage = protocol.start(head, true);
            while (!(stage instanceof Finished<Stock>)) {
                Request request = protocol.request(stage);
                if (request instanceof Request.Append append) {
                    store = applied(store, append);
                    stage = protocol.on(stage, new Reply.Found(store.segments.get(append.segment())));
                } else if (request instanceof Request.Read read) {
                    stage = protocol.on(stage, new Reply.Found(store.segments.get(read.segment())));
                } else if (request instanceof Request.WriteHint write) {
                    hint = write.segment();
                    stage = protocol.on(stage, new Reply.Written());
                }
            }
            head = Objects.requireNonNull(((Finished<Stock>) stage).head());
            segments.add(store);
            hints.add(hint);
            heads.add(head);
        }
        Interned[] both = {
            intern(new Writer(null, 0, first < 0 ? null : heads.get(first), true)),
            intern(new Writer(null, 0, second < 0 ? null : heads.get(second), true))
        };
        return new World(
                store,
                hint,
                segments.get(saved),
                hints.get(saved),
                List.of(),
                both,
                bounds.losses(),
                bounds.restores());
    }
}
