package dev.iii.eventsourcing.internal.log;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Executes one command on one stream, as a state machine without I/O: {@link #request} names the next operation of the store,
 * {@link #on} takes its result. Pure and thread-safe; a test searches all interleavings of several machines and faults.
 *
 * <p>A command may be accepted on a remembered head, because an append that relies on an outdated one has no effect. It is
 * refused, or answered as a repetition, only after a reading that began after the request.
 *
 * @param <S> the state
 */
public final class CommandProtocol<S> {

    /**
     * The size at which a segment is closed.
     *
     * @param entries the maximum number of entries that count
     * @param bytes the size of the stored value, with entries that do not count, above which an entry closes the segment
     * @param commands the maximum number of commands that share an append. The segment may exceed its own limits by this
     * @param appendBytes the size of the entries of an append above which no other command shares it
     */
    public record Limits(int entries, int bytes, int commands, int appendBytes) {

        /** The standard size. Each append sends the segment to the writer, so small segments are cheaper. */
        public static final Limits STANDARD = new Limits(16, 8192, 64, 32_768);
    }

    private final LogRules rules;
    private final Folding<S> folding;
    private final Command<S> command;
    private final int maxAttempts;
    private final SharedAppends<S> appends;
    private final HeadReading<S> reading;

    /**
     * Creates the protocol of a command.
     *
     * @param maxAttempts the maximum number of appends
     */
    public CommandProtocol(LogRules rules, Folding<S> folding, Command<S> command, Limits limits, int maxAttempts) {
        this.rules = rules;
        this.folding = folding;
        this.command = command;
        this.maxAttempts = maxAttempts;
        this.appends = new SharedAppends<>(rules, folding, limits);
        this.reading = new HeadReading<>(rules, folding);
    }

    /**
     * The attempts so far.
     *
     * @param count the number of appends
     * @param lowest the lowest number of an event whose append had no known result; {@link Long#MAX_VALUE} if there is none
     */
    public record Attempts(int count, long lowest) {

        /** No attempt. */
        public static final Attempts NONE = new Attempts(0, Long.MAX_VALUE);

        Attempts next() {
            return new Attempts(count + 1, lowest);
        }

        Attempts lost(Entry entry) {
            return new Attempts(count, Math.min(lowest, entry.n()));
        }
    }

    /** A state of the protocol. */
    public sealed interface Stage<S> {}

    /** The end of the log is read. */
    record Reading<S>(HeadReading.Stage<S> inner, Attempts attempts) implements Stage<S> {}

    /** An older segment is read, because it may contain the command. */
    record Loading<S>(
            Head<S> head,
            Attempts attempts,
            boolean fresh,
            @Nullable String hint) implements Stage<S> {}

    /** The stream gets its first event: it is added to the list of streams. */
    record Announcing<S>(Appending<S> next) implements Stage<S> {}

    /**
     * An entry is appended, perhaps with those of other commands.
     *
     * @param head the head that the command was decided on
     * @param append the append, whose first entry is that of this command
     * @param own the state after the entry of this command
     * @param last the state after all entries
     * @param attempts the attempts of this command
     * @param shared the other commands
     */
    public record Appending<S>(
            Head<S> head, Request.Append append, S own, S last, Attempts attempts, List<Shared<S>> shared)
            implements Stage<S> {

        /** Copies the other commands. */
        public Appending {
            shared = List.copyOf(shared);
        }
    }

    /**
     * A command that shares the append of another one.
     *
     * @param outcome its result, if the append has its effect
     * @param needed the id of its entry; of the entry before it if it has none
     * @param attempts its attempts, with this one
     */
    public record Shared<S>(Outcome<S> outcome, String needed, Attempts attempts) {}

    /**
     * The effect of an append on a command that has shared it.
     *
     * @param outcome the result; {@code null} if the command must be executed again
     * @param attempts the attempts so far
     * @param inDoubt {@code true} if the command is perhaps in the log, or will be
     */
    public record Settled<S>(@Nullable Outcome<S> outcome, Attempts attempts, boolean inDoubt) {}

    /** The segment before the one that was begun is read. */
    record Confirming<S>(Head<S> head, String from, Outcome.Appended<S> outcome, Attempts attempts)
            implements Stage<S> {}

    /** The segment with the accepted command is read, to answer as before. */
    record Recalling<S>(
            Head<S> head,
            String target,
            String segment,
            @Nullable S state,
            Attempts attempts) implements Stage<S> {}

    /** The newest segment is written into the list of streams. */
    record Hinting<S>(Finished<S> next, String segment) implements Stage<S> {}

    /**
     * The last stage.
     *
     * @param outcome the result
     * @param head the end of the log, to be remembered; {@code null} if it is not known
     * @param attempts the number of appends
     */
    public record Finished<S>(Outcome<S> outcome, @Nullable Head<S> head, int attempts) implements Stage<S> {}

    // ---------------------------------------------------------------- start

    /**
     * Returns the first stage if nothing is remembered.
     *
     * @param attempts the attempts in which the command has shared appends
     */
    public Stage<S> start(Attempts attempts) {
        return read(attempts);
    }

    /**
     * Returns the first stage if the end of the log is remembered.
     *
     * @param attempts the attempts in which the command has shared appends
     * @param fresh {@code true} if the head was read by an operation that began after the request
     */
    public Stage<S> start(Head<S> head, Attempts attempts, boolean fresh) {
        return decide(head, attempts, fresh, head.segment());
    }

    private Stage<S> read(Attempts attempts) {
        return new Reading<>(reading.start(), attempts);
    }

    // ---------------------------------------------------------------- steps

    /** Returns the operation that a stage asks for; not for {@link Finished}. */
    public Request request(Stage<S> stage) {
        if (stage instanceof Appending<S> appending) {
            return appending.append();
        }
        if (stage instanceof Confirming<S> confirming) {
            return new Request.Read(confirming.from());
        }
        if (stage instanceof Hinting<S> hinting) {
            return new Request.WriteHint(hinting.segment());
        }
        if (stage instanceof Reading<S> outer) {
            return reading.request(outer.inner());
        }
        if (stage instanceof Loading<S> loading) {
            return new Request.Read(
                    Objects.requireNonNull(loading.head().known().older()));
        }
        if (stage instanceof Announcing<S>) {
            return new Request.WriteHint(EventIds.NONE);
        }
        if (stage instanceof Recalling<S> recalling) {
            return new Request.Read(recalling.segment());
        }
        throw new IllegalStateException("the command has ended");
    }

    /** Returns the stage after a reply. */
    public Stage<S> on(Stage<S> stage, Reply reply) {
        Segment segment = reply instanceof Reply.Found found ? found.segment() : null;
        if (stage instanceof Appending<S> appending) {
            return segment == null
                    ? read(appending.attempts().lost(appending.append().first()))
                    : appended(appending, segment);
        }
        if (stage instanceof Confirming<S> confirming) {
            return confirm(confirming, segment);
        }
        if (stage instanceof Hinting<S> hinting) {
            return hinting.next();
        }
        if (stage instanceof Reading<S> outer) {
            HeadReading.Stage<S> next = reading.on(outer.inner(), reply);
            return next instanceof HeadReading.Read<S> read
                    ? decide(read.head(), outer.attempts(), true, read.hint())
                    : new Reading<>(next, outer.attempts());
        }
        if (stage instanceof Loading<S> loading) {
            return load(loading, segment);
        }
        if (stage instanceof Announcing<S> announcing) {
            // If the hint is lost, a later reading of the log writes it.
            return announcing.next();
        }
        if (stage instanceof Recalling<S> recalling) {
            return recall(recalling, segment);
        }
        throw new IllegalStateException("the command has ended");
    }

    // ---------------------------------------------------------------- decision

    private Stage<S> decide(Head<S> head, Attempts attempts, boolean fresh, @Nullable String hint) {
        Known.Found found = head.known().find(command.id());
        if (found != null) {
            if (!fresh) {
                return read(attempts);
            }
            if (!Objects.equals(found.fingerprint(), command.fingerprint())) {
                return finish(new Outcome.Reused<>(), head, attempts, hint);
            }
            return recallFrom(head, found.segment(), attempts);
        }
        if (mustLoad(command, head.known(), attempts)) {
            return new Loading<>(head, attempts, fresh, hint);
        }
        Command.Verdict verdict = command.decide(head.state(), head.n());
        if (verdict instanceof Command.Accept accept) {
            return attempts.count() >= maxAttempts
                    ? finish(new Outcome.Busy<>(), head, attempts, hint)
                    : append(head, accept, attempts);
        }
        if (!fresh) {
            return read(attempts);
        }
        Outcome<S> outcome = SharedAppends.withoutEvents(verdict, head.state(), head.n());
        return finish(Objects.requireNonNull(outcome), head, attempts, hint);
    }

    /** A generated id can only be found where an own attempt was lost; an idempotency key anywhere. */
    private static boolean mustLoad(Command<?> command, Known known, Attempts attempts) {
        if (known.older() == null) {
            return false;
        }
        return command.fingerprint() != null ? !known.isEnough() : attempts.lowest() <= EventIds.number(known.oldest());
    }

    private Stage<S> load(Loading<S> loading, @Nullable Segment segment) {
        Head<S> head = loading.head();
        if (!rules.confirmsReading(segment, head.known().oldest()) || segment == null) {
            return read(loading.attempts());
        }
        Known known = head.known().older(segment, rules.fold(segment).entries());
        return decide(head.withKnown(known), loading.attempts(), loading.fresh(), loading.hint());
    }

    // ---------------------------------------------------------------- append

    private Stage<S> append(Head<S> head, Command.Accept accept, Attempts before) {
        Attempts attempts = before.next();
        Entry entry = command.entry(accept, head.id(), head.n() + 1, attempts.count(), false);
        Request.Append append = head.closed()
                ? new Request.Append(
                        rules.keyAfter(head.segment(), head.id()),
                        new Request.Beginning(head.segment(), head.n(), folding.snapshots(head.state())),
                        List.of(entry))
                : new Request.Append(head.segment(), null, List.of(entry));
        S after = folding.evolve(head.state(), entry);
        Appending<S> next = new Appending<>(head, appends.ended(head, append), after, after, attempts, List.of());
        return head.n() == 0 ? new Announcing<>(next) : next;
    }

    private Stage<S> appended(Appending<S> appending, Segment segment) {
        Head<S> old = appending.head();
        Entry entry = appending.append().first();
        Request.Beginning beginning = appending.append().beginning();
        Folded folded = rules.fold(segment);
        int index = beginning != null ? 0 : old.id().equals(segment.key()) ? 0 : folded.indexAfter(old.id());
        boolean counts = folded.contains(entry.id());
        if (index < 0 || (!counts && (beginning != null || index == 0))) {
            return read(appending.attempts());
        }
        List<Entry> added = folded.entries().subList(index, folded.entries().size());
        String from = beginning != null ? beginning.from() : old.from();
        boolean known = counts && folded.last().equals(appending.append().last().lastId());
        S state = known ? appending.last() : evolve(old.state(), added);
        Head<S> head = advance(old, segment, folded, added, state, from);
        if (!counts) {
            return decide(head, appending.attempts(), true, head.segment());
        }
        Outcome.Appended<S> outcome = new Outcome.Appended<>(entry, old.state(), appending.own());
        return beginning != null
                ? new Confirming<>(head, beginning.from(), outcome, appending.attempts())
                : new Finished<>(outcome, head, appending.attempts().count());
    }

    private S evolve(S before, List<Entry> added) {
        S state = before;
        for (Entry each : added) {
            state = folding.evolve(state, each);
        }
        return state;
    }

    private Head<S> advance(
            Head<S> old, Segment segment, Folded folded, List<Entry> added, S state, @Nullable String from) {
        return new Head<>(
                segment.key(),
                folded.last(),
                folded.number(),
                folded.closed(),
                from,
                folded.entries().size(),
                segment.bytes(),
                state,
                old.known().newer(segment.key(), added));
    }

    private Stage<S> confirm(Confirming<S> confirming, @Nullable Segment before) {
        Outcome.Appended<S> outcome = confirming.outcome();
        if (!rules.confirmsBeginning(before, outcome.entry().prev())) {
            return read(confirming.attempts().lost(outcome.entry()));
        }
        Finished<S> next =
                new Finished<>(outcome, confirming.head(), confirming.attempts().count());
        return new Hinting<>(next, confirming.head().segment());
    }

    // ---------------------------------------------------------------- shared appends

    /** Returns {@code true} if other commands may share an append. */
    public boolean mayBeShared(Appending<S> appending) {
        return appends.mayBeShared(appending);
    }

    /**
     * Adds a command of another caller to an append that was not sent yet. It is decided on the state after the commands before
     * it.
     *
     * @param attempts the attempts of the other command
     * @return {@code null} if the other command must be executed alone, or later
     */
    public @Nullable Appending<S> share(Appending<S> appending, Command<S> other, Attempts attempts) {
        return mayBeInLog(appending.head().known(), other, attempts)
                ? null
                : appends.share(appending, other, attempts, maxAttempts);
    }

    private static boolean mayBeInLog(Known known, Command<?> other, Attempts attempts) {
        return known.find(other.id()) != null || mustLoad(other, known, attempts);
    }

    /**
     * Returns the result of a command of another caller that has no events, for example because it is refused.
     *
     * @param head a head that was read by an operation that began after the request of the other caller
     * @param attempts the attempts of the other command
     * @return {@code null} if the other command must be executed
     */
    public @Nullable Outcome<S> withoutEvents(Head<S> head, Command<S> other, Attempts attempts) {
        return mayBeInLog(head.known(), other, attempts)
                ? null
                : SharedAppends.withoutEvents(other.decide(head.state(), head.n()), head.state(), head.n());
    }

    /**
     * Returns the results of the commands that have shared an append, in their order. {@link #on} returns the next stage of this
     * command.
     */
    public List<Settled<S>> settle(Appending<S> appending, Reply reply) {
        return appends.settle(appending, reply);
    }

    // ---------------------------------------------------------------- repetition

    private Stage<S> recallFrom(Head<S> head, String target, Attempts attempts) {
        return new Recalling<>(head, target, target, null, attempts);
    }

    /** Reads the segment of the accepted command; if it has no snapshot, all segments up to it, from the first one. */
    private Stage<S> recall(Recalling<S> recalling, @Nullable Segment found) {
        Segment segment = LogRules.existing(found);
        if (segment == null) {
            return read(recalling.attempts());
        }
        boolean first = segment.from() == null;
        S before = recalling.state() != null ? recalling.state() : first ? folding.initial() : folding.restore(segment);
        if (before == null) {
            return new Recalling<>(recalling.head(), recalling.target(), EventIds.NONE, null, recalling.attempts());
        }
        Folded folded = rules.fold(segment);
        S state = before;
        for (Entry entry : folded.entries()) {
            S after = folding.evolve(state, entry);
            if (entry.command().equals(command.id())) {
                return finish(
                        new Outcome.Repeated<>(entry, state, after),
                        recalling.head(),
                        recalling.attempts(),
                        recalling.head().segment());
            }
            state = after;
        }
        boolean goesOn = folded.closed() && !segment.key().equals(recalling.target());
        return goesOn
                ? new Recalling<>(
                        recalling.head(),
                        recalling.target(),
                        rules.keyAfter(segment.key(), folded.last()),
                        state,
                        recalling.attempts())
                : read(recalling.attempts());
    }

    // ---------------------------------------------------------------- end

    /** Ends the command. If the hint that was read does not name the newest segment, it is written before. */
    private Stage<S> finish(Outcome<S> outcome, Head<S> head, Attempts attempts, @Nullable String hint) {
        Finished<S> finished = new Finished<>(outcome, head, attempts.count());
        return head.n() == 0 || head.segment().equals(hint) ? finished : new Hinting<>(finished, head.segment());
    }
}
