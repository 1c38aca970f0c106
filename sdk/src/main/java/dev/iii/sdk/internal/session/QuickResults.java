package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.connection.Deadlines.isDue;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.connection.Deadlines;
import dev.iii.sdk.internal.session.Effect.Urgency;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the results of quick handlers. The 0.23 engine sends a call to its worker before it notes the call. It drops a
 * result that arrives before that, and it ignores a second result of the same call. So a result that is sent within {@link
 * #QUICK_NANOS} after its call arrived is sent again twice on the same connection.
 *
 * <p>The engine usually notes a call within microseconds after it has sent it. But its thread may lose the processor in
 * between: on a busy machine for some 10 ms, and in a container with a quota until the next period of 100 ms. The times below
 * are longer than that. The first repetition is early, because most lost results need only that one.
 *
 * <p>Repetitions that are due leave with the next results, a few with each. They need no additional wake-up or write. No call
 * waits until the engine has read a large batch of them. If no result leaves for some time, a timer sends them in
 * small batches.
 *
 * <p>A result that is too large, or that does not fit into the memory of this class, is not repeated. Neither is a result that
 * has come back to this worker as the response to its own call: the engine has not dropped it.
 */
final class QuickResults {

    /** A result is repeated if the handler took at most this time. */
    static final long QUICK_NANOS = 100_000_000;

    /** The time until the first repetition. It is up to {@link #GRACE_NANOS} longer if no other result leaves. */
    static final long FIRST_NANOS = 10_000_000;

    /**
     * The time between the first repetition and the second. It is up to {@link #GRACE_NANOS} longer. It is shorter if new
     * results need the memory, but not shorter than {@link #MIN_SECOND_NANOS}.
     */
    static final long SECOND_NANOS = 500_000_000;

    static final long MIN_SECOND_NANOS = 50_000_000;

    /** The time that a repetition waits for another result with which it leaves. */
    static final long GRACE_NANOS = 20_000_000;

    /** The maximum number of repetitions that leave with a result. More than two, so that they can catch up. */
    static final int CARRIED = 4;

    /** The maximum number of repetitions that leave without another result. The next ones wait for {@link #PAUSE_NANOS}. */
    static final int MAX_BATCH = 64;

    static final long PAUSE_NANOS = 1_000_000;

    /** The maximum size of a result that is repeated. */
    static final int MAX_RESULT_BYTES = 64 * 1024;

    /** The maximum size of all results that wait for a repetition. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /** The memory of a result without its JSON. */
    private static final int OVERHEAD_BYTES = 128;

    /** A result that was sent, and the time at which it is sent again. */
    private static final class Waiting {
        private final UUID invocation;
        private final int bytes;
        private long dueNanos;
        /** {@code null} if the result is not sent again, because it has arrived. */
        private @Nullable InvocationResult result;

        Waiting(InvocationResult result, int bytes, long dueNanos) {
            this.invocation = result.invocationId();
            this.bytes = bytes;
            this.dueNanos = dueNanos;
            this.result = result;
        }
    }

    private final EffectSink effects;
    /** The first elements of the queues have not arrived. */
    private final ArrayDeque<Waiting> first = new ArrayDeque<>();

    private final ArrayDeque<Waiting> second = new ArrayDeque<>();
    private final Predicate<UUID> isOwnCall;
    /** The results of calls of this worker. */
    private final Map<UUID, Waiting> ownCalls = new HashMap<>();

    private int bytes;
    private long repeated;
    /** After a full batch: the time of the next one. */
    private long resumeNanos;

    private boolean paused;

    /** @param isOwnCall returns {@code true} for the id of a call of this worker that waits for its result */
    QuickResults(EffectSink effects, Predicate<UUID> isOwnCall) {
        this.effects = effects;
        this.isOwnCall = isOwnCall;
    }

    /** A result was sent on the current connection, for a call that arrived at the given time. */
    void sent(InvocationResult result, long receivedNanos) {
        long now = effects.now();
        sendDue(now, CARRIED);
        if (now - receivedNanos > QUICK_NANOS) {
            return;
        }
        int size = size(result);
        if (size > MAX_RESULT_BYTES || !makeSpace(size, now)) {
            return;
        }
        bytes += size;
        Waiting waiting = new Waiting(result, size, now + FIRST_NANOS);
        first.add(waiting);
        if (isOwnCall.test(waiting.invocation)) {
            ownCalls.put(waiting.invocation, waiting);
        }
    }

    /** Sends the oldest second repetitions early if a new result needs their memory. Returns whether it fits then. */
    private boolean makeSpace(int size, long now) {
        while (bytes + size > MAX_BYTES) {
            Waiting next = pollDue(second, now + SECOND_NANOS - MIN_SECOND_NANOS);
            if (next == null) {
                return false;
            }
            sendLast(next);
        }
        return true;
    }

    /** The result of this call has arrived at this worker, so the engine has not dropped it. */
    void arrived(UUID invocation) {
        Waiting waiting = ownCalls.remove(invocation);
        if (waiting != null) {
            bytes -= waiting.bytes;
            waiting.result = null;
            dropArrived(first);
            dropArrived(second);
        }
    }

    /** Sends what is due, but not more than a batch. */
    void repeat() {
        long now = effects.now();
        paused = sendDue(now, MAX_BATCH);
        resumeNanos = now + PAUSE_NANOS;
    }

    /** Returns {@code true} if the maximum was sent, so that more may be due. */
    private boolean sendDue(long now, int max) {
        int count = 0;
        Waiting next;
        while (count < max && (next = pollDue(second, now)) != null) {
            sendLast(next);
            count++;
        }
        while (count < max && (next = pollDue(first, now)) != null) {
            next.dueNanos = now + SECOND_NANOS;
            second.add(next);
            send(next);
            count++;
        }
        return count == max;
    }

    /** Returns the time of the next repetition; {@link Deadlines#NEVER} if there is none. */
    long nextDeadline() {
        long due = Deadlines.earlier(due(first), due(second));
        if (due == Deadlines.NEVER) {
            return due;
        }
        long latest = due + GRACE_NANOS;
        return paused && latest - resumeNanos < 0 ? resumeNanos : latest;
    }

    /** Returns {@code true} if a result has not been repeated yet. */
    boolean awaitFirstRepetition() {
        return !first.isEmpty();
    }

    /** Forgets everything: the engine has stopped the calls of the connection. */
    void disconnected() {
        first.clear();
        second.clear();
        ownCalls.clear();
        bytes = 0;
    }

    /** Returns how often results have been repeated. */
    long repeated() {
        return repeated;
    }

    private void sendLast(Waiting next) {
        if (!ownCalls.isEmpty()) {
            ownCalls.remove(next.invocation, next);
        }
        bytes -= next.bytes;
        send(next);
    }

    private void send(Waiting next) {
        InvocationResult result = next.result;
        if (result != null) {
            repeated++;
            effects.send(result, Urgency.RESPONSE);
        }
    }

    private static @Nullable Waiting pollDue(ArrayDeque<Waiting> queue, long now) {
        Waiting head = queue.peek();
        if (head == null || !isDue(head.dueNanos, now)) {
            return null;
        }
        queue.poll();
        dropArrived(queue);
        return head;
    }

    private static void dropArrived(ArrayDeque<Waiting> queue) {
        Waiting head = queue.peek();
        while (head != null && head.result == null) {
            queue.poll();
            head = queue.peek();
        }
    }

    private static long due(ArrayDeque<Waiting> queue) {
        Waiting head = queue.peek();
        return head == null ? Deadlines.NEVER : head.dueNanos;
    }

    private static int size(InvocationResult result) {
        RawJson value = result.result();
        ErrorBody error = result.error();
        int text = error == null ? 0 : 2 * error.message().length();
        String trace = error == null ? null : error.stacktrace();
        return OVERHEAD_BYTES + (value == null ? 0 : value.length()) + text + (trace == null ? 0 : 2 * trace.length());
    }
}
