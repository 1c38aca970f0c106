package dev.iii.eventsourcing.internal.log;

import dev.iii.eventsourcing.internal.log.CommandProtocol.Appending;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Attempts;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Finished;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Hinting;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Reading;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Settled;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Stage;
import dev.iii.eventsourcing.internal.log.SearchWorld.Interned;
import dev.iii.eventsourcing.internal.log.SearchWorld.Situation;
import dev.iii.eventsourcing.internal.log.SearchWorld.Step;
import dev.iii.eventsourcing.internal.log.SearchWorld.Store;
import dev.iii.eventsourcing.internal.log.SearchWorld.Task;
import dev.iii.eventsourcing.internal.log.SearchWorld.World;
import dev.iii.eventsourcing.internal.log.SearchWorld.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
     * @param programs the commands of each writer, which all wait from the start
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

        /** A design with other rules. */
        static Design of(LogRules rules) {
            return new Design(rules, false, false, true);
        }
    }

    /** What the search of one or several starts has seen. */
    static final class Result {
        int starts;
        int limited;
        int failing;
        long states;
        long steps;
        long acknowledged;
        long sharedRefusals;

        @Nullable
        String violation;

        @Override
        public String toString() {
            return starts + " starts (" + limited + " of them not to the end), " + states + " states, " + steps
                    + " steps, " + acknowledged + " acknowledgements, " + sharedRefusals
                    + " refusals that shared an append, " + failing + " failing"
                    + (violation == null ? "" : ": " + violation);
        }
    }

    private final Design design;
    private final Bounds bounds;
    private final LogCheck check;
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
        this.check = new LogCheck(design.rules());
        this.folding = new Stock.Rules(design.looksUp(), bounds.keyed() ? "f" : null);
        this.limits = new CommandProtocol.Limits(bounds.segment(), Integer.MAX_VALUE, 3, Integer.MAX_VALUE);
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
                List<String> before = check.log(world.segments);
                step(world);
                for (World next : successors) {
                    result.steps++;
                    if (next.segments != world.segments) {
                        List<String> after = check.log(next.segments);
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
            all[i] = intern(new Writer(writer.stage(), writer.tasks(), null, writer.inLog()));
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
        CommandProtocol<Stock> protocol = protocol(at.index(), writer.command());
        Request request = protocol.request(stage);
        if (stage instanceof Appending<Stock> appending) {
            appendAll(at, writer, protocol, appending, steps);
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
                Interned dead = intern(new Writer(null, List.copyOf(writer.later()), null, true));
                steps.add(new Step(true, at.store(), at.hint(), null, dead));
            }
        }
        return steps;
    }

    private void begin(Situation at, Writer writer, List<Step> steps) {
        if (!writer.tasks().isEmpty()) {
            CommandProtocol<Stock> protocol = protocol(at.index(), writer.command());
            Head<Stock> memory = writer.memory();
            Attempts attempts = writer.tasks().get(0).attempts();
            Stage<Stock> first = memory == null ? protocol.start(attempts) : protocol.start(memory, attempts, false);
            Interned begun = next(writer, first, true);
            steps.add(new Step(false, at.store(), at.hint(), null, begun));
            if (memory != null) {
                Interned forgetful = intern(new Writer(null, writer.tasks(), null, true));
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
        return existing == null
                || check.isInLog(store, design.rules().fold(existing).last());
    }

    /** Appends alone, and shared by each number of the commands that wait. */
    private void appendAll(
            Situation at, Writer writer, CommandProtocol<Stock> protocol, Appending<Stock> alone, List<Step> steps) {
        append(at, writer, alone, steps);
        Appending<Stock> appending = alone;
        for (Task task : writer.later()) {
            appending = protocol.share(appending, change(at.index(), task.command()), task.attempts());
            if (appending == null) {
                return;
            }
            append(at, writer, appending, steps);
        }
    }

    private void append(Situation at, Writer writer, Appending<Stock> stage, List<Step> steps) {
        CommandProtocol<Stock> protocol = protocol(at.index(), writer.command());
        Request.Append append = stage.append();
        Store after = applied(at.store(), append);
        Segment segment = Objects.requireNonNull(after.segments.get(append.segment()));
        Reply found = new Reply.Found(segment);
        Stage<Stock> next = protocol.on(stage, found);
        boolean inLog = check.isInLog(after, append.first().id());
        boolean adopts = !(next instanceof Reading<Stock>) && !acknowledges(next) && !confirms(next);
        if (adopts && !check.isInLog(after, design.rules().fold(segment).last())) {
            throw new Violation("the answer of an append is taken for true, but is not in the log");
        }
        Writer answered = settled(after, writer, protocol.settle(stage, found));
        steps.add(new Step(false, after, at.hint(), null, next(answered, next, adopts || inLog)));
        Reply lost = new Reply.Lost();
        Stage<Stock> reading = protocol.on(stage, lost);
        Interned applied = next(settled(after, writer, protocol.settle(stage, lost)), reading, true);
        steps.add(new Step(true, after, at.hint(), null, design.sendsAgain() ? intern(writer) : applied));
        Interned waits = next(settled(at.store(), writer, protocol.settle(stage, lost)), reading, true);
        steps.add(new Step(true, at.store(), at.hint(), append, waits));
    }

    /** Returns the writer after the commands that have shared its append were answered, or wait again. */
    private Writer settled(Store store, Writer writer, List<Settled<Stock>> settled) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(writer.tasks().get(0));
        for (int i = 0; i < settled.size(); i++) {
            Settled<Stock> each = settled.get(i);
            if (each.outcome() instanceof Outcome.Appended<Stock> appended) {
                acknowledged(check.isInLog(store, appended.entry().id()));
            } else if (each.outcome() instanceof Outcome.Refused<Stock> refused) {
                result.sharedRefusals++;
                if (!check.isInLog(store, ((Stock) refused.reason()).last())) {
                    throw new Violation("a command is refused because of a state that was never in the log");
                }
            } else {
                tasks.add(new Task(writer.tasks().get(1 + i).command(), each.attempts()));
            }
        }
        tasks.addAll(writer.tasks().subList(1 + settled.size(), writer.tasks().size()));
        return new Writer(writer.stage(), List.copyOf(tasks), writer.memory(), writer.inLog());
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
            List<Task> following = stops ? List.of() : List.copyOf(writer.later());
            return intern(new Writer(null, following, finished.head(), true));
        }
        return intern(new Writer(next, writer.tasks(), null, inLog));
    }

    private void acknowledged(boolean inLog) {
        result.acknowledged++;
        if (!inLog) {
            throw new Violation("acknowledged, but never in the log");
        }
    }

    private CommandProtocol<Stock> protocol(int index, char command) {
        return protocols.computeIfAbsent(
                index * 1_000 + command,
                key -> new CommandProtocol<>(
                        design.rules(), folding, change(index, command), limits, bounds.attempts()));
    }

    private Command<Stock> change(int index, char command) {
        String unique = "w" + index + "c" + command + "a";
        return new Stock.Change(String.valueOf(command), bounds.keyed() ? "f" : null, () -> unique);
    }

    private List<Task> tasks(String program) {
        List<Task> tasks = new ArrayList<>();
        program.chars().forEach(command -> tasks.add(new Task((char) command, Attempts.NONE)));
        return List.copyOf(tasks);
    }

    // ---------------------------------------------------------------- store

    private Store applied(Store store, Request.Append append) {
        Map<String, Segment> after = new TreeMap<>(store.segments);
        Segment old = store.segments.get(append.segment());
        String from = old == null ? null : old.from();
        Map<String, String> snapshots = new TreeMap<>(old == null ? Map.of() : old.snapshots());
        List<Entry> entries = new ArrayList<>(old == null ? List.of() : old.entries());
        entries.addAll(append.entries());
        if (append.beginning() != null) {
            from = append.beginning().from();
            snapshots.putAll(append.beginning().snapshots());
        }
        after.put(append.segment(), new Segment(append.segment(), from, snapshots, entries, 0));
        return store(after);
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
            Stage<Stock> stage = protocol.start(head, Attempts.NONE, true);
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
            intern(new Writer(null, tasks(bounds.programs().get(0)), first < 0 ? null : heads.get(first), true)),
            intern(new Writer(null, tasks(bounds.programs().get(1)), second < 0 ? null : heads.get(second), true))
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
