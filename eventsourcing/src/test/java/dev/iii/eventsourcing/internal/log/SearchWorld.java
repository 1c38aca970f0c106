package dev.iii.eventsourcing.internal.log;

import dev.iii.eventsourcing.internal.log.CommandProtocol.Attempts;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The states of {@link LogSearch}: a store, the appends that are under way, and the writers. */
final class SearchWorld {

    private SearchWorld() {}

    /** A command that waits, with its attempts in appends that it has shared. */
    record Task(char command, Attempts attempts) {}

    /**
     * A writer.
     *
     * @param stage the stage of its first command; {@code null} between commands
     * @param tasks its commands; the others may share the append of the first one
     * @param memory what it remembers
     * @param inLog whether what it has read or appended last was in the log
     */
    record Writer(
            @Nullable Stage<Stock> stage,
            List<Task> tasks,
            @Nullable Head<Stock> memory,
            boolean inLog) {

        List<Task> later() {
            return tasks.subList(1, tasks.size());
        }

        char command() {
            return tasks.get(0).command();
        }
    }

    /** The segments of a store. Equal ones are the same object, so that states are compared quickly. */
    static final class Store {
        final Map<String, Segment> segments;

        @Nullable
        List<String> log;

        Store(Map<String, Segment> segments) {
            this.segments = segments;
        }
    }

    /** A writer. Equal ones are the same object, so that states are compared quickly. */
    static final class Interned {
        final Writer writer;
        final Map<Situation, List<Step>> steps = new HashMap<>();

        Interned(Writer writer) {
            this.writer = writer;
        }
    }

    /** What the next step of a writer depends on. */
    record Situation(int index, Store store, @Nullable String hint) {}

    /**
     * A step of a writer.
     *
     * @param loss whether it takes one of the answers that may be lost
     * @param late an append that is applied later
     */
    record Step(boolean loss, Store store, @Nullable String hint, Request.@Nullable Append late, Interned writer) {}

    /** A state of the store, of what is under way, and of the writers. */
    static final class World {
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
}
