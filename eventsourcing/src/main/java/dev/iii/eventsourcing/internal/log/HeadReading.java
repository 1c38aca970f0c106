package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a log without any memory. The hint is tried first; if it does not fit, the log is read from its first
 * segment. After each segment, the one before it is read once more: the engine may have gone back to an earlier state in
 * between. Pure and thread-safe.
 *
 * @param <S> the state
 */
public final class HeadReading<S> {

    private final LogRules rules;
    private final Folding<S> folding;

    /** Creates the protocol. */
    public HeadReading(LogRules rules, Folding<S> folding) {
        this.rules = rules;
        this.folding = folding;
    }

    /** A state of the protocol. */
    public sealed interface Stage<S> {}

    /** The first stage: the hint is read. */
    record ReadingHint<S>() implements Stage<S> {}

    /** The segment of the hint is read. */
    record AtHint<S>(String hint) implements Stage<S> {}

    /** The segment after a closed one is read; the first one if {@code before} is {@code null}. */
    record Walking<S>(@Nullable String hint, @Nullable Head<S> before) implements Stage<S> {}

    /** The segment before the one of a head is read once more. */
    record LookingBack<S>(@Nullable String hint, Head<S> head, String start, String from) implements Stage<S> {}

    /**
     * The last stage.
     *
     * @param head the end of the log
     * @param hint the hint; {@code null} if there is none
     */
    public record Read<S>(@Nullable String hint, Head<S> head) implements Stage<S> {}

    /** Returns the first stage. */
    public Stage<S> start() {
        return new ReadingHint<>();
    }

    /** Returns the operation that a stage asks for; not for {@link Read}. */
    public Request request(Stage<S> stage) {
        if (stage instanceof ReadingHint<S>) {
            return new Request.ReadHint();
        }
        if (stage instanceof AtHint<S> at) {
            return new Request.Read(at.hint());
        }
        if (stage instanceof Walking<S> walking) {
            return new Request.Read(nextKey(walking.before()));
        }
        if (stage instanceof LookingBack<S> back) {
            return new Request.Read(back.from());
        }
        throw new IllegalStateException("there is nothing left to read");
    }

    private String nextKey(@Nullable Head<S> before) {
        return before == null ? EventIds.NONE : rules.keyAfter(before.segment(), before.id());
    }

    /** Returns the stage after a reply. */
    public Stage<S> on(Stage<S> stage, Reply reply) {
        if (stage instanceof ReadingHint<S>) {
            String hint = reply instanceof Reply.Hint found ? found.segment() : null;
            return hint == null || hint.equals(EventIds.NONE) ? new Walking<>(hint, null) : new AtHint<>(hint);
        }
        Segment segment = reply instanceof Reply.Found found ? found.segment() : null;
        if (stage instanceof AtHint<S> at) {
            return atHint(at.hint(), segment);
        }
        if (stage instanceof Walking<S> walking) {
            return walk(walking, segment);
        }
        if (stage instanceof LookingBack<S> back) {
            return lookBack(back, segment);
        }
        throw new IllegalStateException("the end of the log is known already");
    }

    private Stage<S> atHint(String hint, @Nullable Segment segment) {
        String from = segment == null ? null : segment.from();
        S state = segment == null || from == null ? null : folding.restore(segment);
        if (segment == null || from == null || state == null) {
            return new Walking<>(hint, null);
        }
        Head<S> head = head(segment, from, state, folding.known(segment.key(), from));
        return new LookingBack<>(hint, head, rules.before(segment), from);
    }

    private Stage<S> walk(Walking<S> walking, @Nullable Segment found) {
        Head<S> before = walking.before();
        Segment segment = LogRules.existing(found);
        if (segment == null) {
            // Nothing counts in a segment without a beginning. The writer that begins it writes the beginning.
            return new Read<>(walking.hint(), before == null ? Head.empty(folding) : before);
        }
        if (before == null) {
            Head<S> head = head(segment, null, folding.initial(), folding.known(segment.key(), null));
            return head.closed() ? new Walking<>(walking.hint(), head) : new Read<>(walking.hint(), head);
        }
        Head<S> head = head(segment, before.segment(), before.state(), before.known());
        return new LookingBack<>(walking.hint(), head, rules.before(segment), before.segment());
    }

    private Stage<S> lookBack(LookingBack<S> back, @Nullable Segment before) {
        if (!rules.confirmsReading(before, back.start())) {
            return new Walking<>(back.hint(), null);
        }
        Head<S> head = back.head();
        if (before != null && before.key().equals(head.known().older())) {
            head = head.withKnown(head.known().older(before, rules.fold(before).entries()));
        }
        return head.closed() ? new Walking<>(back.hint(), head) : new Read<>(back.hint(), head);
    }

    private Head<S> head(Segment segment, @Nullable String from, S before, Known known) {
        folding.entered(segment, before);
        Folded folded = rules.fold(segment);
        S state = before;
        for (Entry entry : folded.entries()) {
            state = folding.evolve(state, entry);
        }
        return new Head<>(
                segment.key(),
                folded.last(),
                folded.number(),
                folded.closed(),
                from,
                folded.entries().size(),
                segment.bytes(),
                state,
                known.newer(segment.key(), folded.entries()));
    }
}
