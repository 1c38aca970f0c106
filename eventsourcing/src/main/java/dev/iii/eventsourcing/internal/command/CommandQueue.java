package dev.iii.eventsourcing.internal.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Attempts;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Settled;
import dev.iii.eventsourcing.internal.log.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one stream that run or wait in this program. One command at a time has the turn and uses the log. Those that
 * wait may share its append, and are answered without a turn. Correctness does not depend on the turn, because the log decides
 * which event was first. Thread-safe.
 *
 * @param <S> the state
 */
final class CommandQueue<S> {

    /** The place of a command in its queue. */
    private enum Place {
        WAITS,
        HAS_TURN,
        /** It shares the append of the command that has the turn, so it cannot leave. */
        SHARES,
        ANSWERED
    }

    /** A command in a queue. Its fields are guarded by the lock of the queue; the command with the turn reads its own. */
    static final class Waiting<S> {

        private final UserCommand<?, ?, S> command;
        private final Deadline deadline;
        private final Condition changed;
        private Place place = Place.WAITS;
        private Progress progress = Progress.NONE;
        private @Nullable Outcome<S> outcome;

        private Waiting(UserCommand<?, ?, S> command, Deadline deadline, Condition changed) {
            this.command = command;
            this.deadline = deadline;
            this.changed = changed;
        }

        UserCommand<?, ?, S> command() {
            return command;
        }

        /** Returns the time of the request, on {@link System#nanoTime}. */
        long asked() {
            return deadline.startNanos();
        }
    }

    /**
     * The progress of a command in appends that it has shared. Immutable.
     *
     * @param mayHaveRun {@code true} if it may have been executed
     */
    record Progress(Attempts attempts, boolean mayHaveRun) {

        static final Progress NONE = new Progress(Attempts.NONE, false);
    }

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Deque<Waiting<S>> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean hasTurn;

    /** The generated ids of commands that have shared an append without a known result. */
    private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

    /** The number of commands that run or wait. Changed only by {@link CommandQueues}. */
    int users;

    /** Returns {@code true} if a command may be in the log although it was not answered. */
    boolean isDoubtful(String command) {
        return doubtful.contains(command);
    }

    /**
     * Waits until a command has the turn, or was answered in the append of another one.
     *
     * @return the result; {@code null} if the command has the turn now. The caller must call {@link #end} then
     * @throws dev.iii.sdk.error.FunctionException if neither was the case until the deadline
     */
    @Nullable
    Outcome<S> await(Waiting<S> command) {
        boolean interrupted = false;
        lock.lock();
        try {
            if (!hasTurn) {
                hasTurn = true;
                command.place = Place.HAS_TURN;
                return null;
            }
            waiting.addLast(command);
            while (command.place == Place.WAITS || command.place == Place.SHARES) {
                long left = command.deadline.nanosLeft();
                if (command.place == Place.SHARES) {
                    command.changed.awaitUninterruptibly();
                } else if (left <= 0 || interrupted) {
                    waiting.remove(command);
                    throw Failures.tooLate(command.command.stream(), command.progress.mayHaveRun());
                } else {
                    try {
                        var unused = command.changed.awaitNanos(left);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            return command.place == Place.HAS_TURN ? null : Objects.requireNonNull(command.outcome);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Creates the place of a command. */
    Waiting<S> waiting(UserCommand<?, ?, S> command, Deadline deadline) {
        return new Waiting<>(command, deadline, lock.newCondition());
    }

    /** Returns the progress of a command in appends that it has shared. */
    Progress progress(Waiting<S> command) {
        lock.lock();
        try {
            return command.progress;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the commands that have waited longest. Each must be given back, or {@link #settle settled}. */
    List<Waiting<S>> take(int max) {
        lock.lock();
        try {
            List<Waiting<S>> taken = new ArrayList<>();
            while (taken.size() < max && !waiting.isEmpty()) {
                Waiting<S> next = waiting.removeFirst();
                next.place = Place.SHARES;
                taken.add(next);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Puts commands back to the front, in their order. */
    void giveBack(List<Waiting<S>> commands) {
        lock.lock();
        try {
            for (int i = commands.size() - 1; i >= 0; i--) {
                giveBack(commands.get(i));
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void giveBack(Waiting<S> command) {
        command.place = Place.WAITS;
        waiting.addFirst(command);
        command.changed.signal();
    }

    /**
     * Answers the commands that have shared an append, and puts the others back.
     *
     * @param settled what the append means for each command
     * @param mayHaveRun {@code true} if the append may have had its effect although its result is not known
     */
    void settle(List<Waiting<S>> commands, List<Settled<S>> settled, boolean mayHaveRun) {
        lock.lock();
        try {
            for (int i = commands.size() - 1; i >= 0; i--) {
                Waiting<S> command = commands.get(i);
                Settled<S> result = settled.get(i);
                command.outcome = result.outcome();
                if (result.outcome() != null) {
                    command.place = Place.ANSWERED;
                    command.changed.signal();
                } else {
                    if (result.inDoubt()) {
                        doubtful.add(command.command.id());
                    }
                    boolean ran = command.progress.mayHaveRun() || (result.inDoubt() && mayHaveRun);
                    command.progress = new Progress(result.attempts(), ran);
                    giveBack(command);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn to the command that has waited longest. */
    void end() {
        lock.lock();
        try {
            Waiting<S> next = waiting.pollFirst();
            if (next == null) {
                hasTurn = false;
            } else {
                next.place = Place.HAS_TURN;
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets that a command may be in the log, because it has ended. */
    void forget(String command) {
        doubtful.remove(command);
    }
}
