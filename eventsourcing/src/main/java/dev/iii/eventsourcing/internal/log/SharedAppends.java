package dev.iii.eventsourcing.internal.log;

import dev.iii.eventsourcing.internal.log.CommandProtocol.Appending;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Attempts;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Limits;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Settled;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the entries of several commands into one append. Each entry follows the one before it, so the rules of the log decide
 * about each: usually all of them count, or none. Pure and thread-safe.
 *
 * @param <S> the state
 */
final class SharedAppends<S> {

    /** The approximate size of an entry without its events. */
    private static final int ENTRY_BYTES = 200;

    private final LogRules rules;
    private final Folding<S> folding;
    private final Limits limits;

    SharedAppends(LogRules rules, Folding<S> folding, Limits limits) {
        this.rules = rules;
        this.folding = folding;
        this.limits = limits;
    }

    /** Lets the last entry of an append close the segment if it is large enough then. */
    Request.Append ended(Head<S> head, Request.Append append) {
        int entries = append.entries().size();
        int bytes = bytes(append);
        if (!head.closed()) {
            entries += head.entries();
            bytes += head.bytes();
        }
        boolean end = entries >= limits.entries() || bytes > limits.bytes();
        List<Entry> flagged = new ArrayList<>();
        for (Entry entry : append.entries().subList(0, append.entries().size() - 1)) {
            flagged.add(entry.withEnd(false));
        }
        flagged.add(append.last().withEnd(end));
        return new Request.Append(append.segment(), append.beginning(), flagged);
    }

    private static int bytes(Request.Append append) {
        int bytes = 0;
        for (Entry entry : append.entries()) {
            bytes += ENTRY_BYTES + entry.events().length();
        }
        return bytes;
    }

    boolean mayBeShared(Appending<S> appending) {
        return appending.shared().size() + 1 < limits.commands()
                && bytes(appending.append()) < limits.appendBytes()
                && rules.mayBeShared(appending.append());
    }

    @Nullable
    Appending<S> share(Appending<S> appending, Command<S> other, Attempts attempts, int maxAttempts) {
        Request.Append append = appending.append();
        if (!mayBeShared(appending) || rules.contains(append, other.id())) {
            return null;
        }
        Entry last = append.last();
        S before = appending.last();
        Command.Verdict verdict = other.decide(before, last.lastNumber());
        if (verdict instanceof Command.Accept accept) {
            return attempts.count() >= maxAttempts ? null : accepted(appending, other, accept, attempts.next());
        }
        Outcome<S> outcome = Objects.requireNonNull(withoutEvents(verdict, before, last.lastNumber()));
        return with(appending, append, before, new Shared<>(outcome, last.id(), attempts));
    }

    /** Returns the result of a verdict; {@code null} if the command is accepted with events. */
    static <S> @Nullable Outcome<S> withoutEvents(Command.Verdict verdict, S state, long version) {
        if (verdict instanceof Command.Refuse refuse) {
            return new Outcome.Refused<>(refuse.reason());
        }
        return verdict instanceof Command.Nothing ? new Outcome.Unchanged<>(state, version) : null;
    }

    private Appending<S> accepted(Appending<S> appending, Command<S> other, Command.Accept accept, Attempts attempts) {
        Request.Append append = appending.append();
        Entry last = append.last();
        Entry entry = other.entry(accept, last.lastId(), last.lastNumber() + 1, attempts.count(), false);
        S after = folding.evolve(appending.last(), entry);
        List<Entry> entries = new ArrayList<>(append.entries());
        entries.add(entry);
        Request.Append longer =
                ended(appending.head(), new Request.Append(append.segment(), append.beginning(), entries));
        Outcome<S> outcome = new Outcome.Appended<>(entry, appending.last(), after);
        return with(appending, longer, after, new Shared<>(outcome, entry.id(), attempts));
    }

    private static <S> Appending<S> with(Appending<S> appending, Request.Append append, S last, Shared<S> other) {
        List<Shared<S>> shared = new ArrayList<>(appending.shared());
        shared.add(other);
        return new Appending<>(appending.head(), append, appending.own(), last, appending.attempts(), shared);
    }

    List<Settled<S>> settle(Appending<S> appending, Reply reply) {
        Segment after = reply instanceof Reply.Found found ? found.segment() : null;
        List<Settled<S>> settled = new ArrayList<>();
        for (Shared<S> shared : appending.shared()) {
            if (rules.confirmsShared(after, shared.needed())) {
                settled.add(new Settled<>(shared.outcome(), shared.attempts(), false));
            } else if (after == null && shared.outcome() instanceof Outcome.Appended<S> appended) {
                settled.add(new Settled<>(null, shared.attempts().lost(appended.entry()), true));
            } else {
                settled.add(new Settled<>(null, shared.attempts(), false));
            }
        }
        return settled;
    }
}
