package dev.iii.sdk.internal.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The times that a session waits for, and the one wake-up that is asked for. */
final class Wakeups {

    static final long NEVER = Long.MIN_VALUE;

    private long tryAt = NEVER;
    private long pingAt = NEVER;
    private long silentAt = NEVER;
    private long answerBy = NEVER;
    private long drainBy = NEVER;
    private long standbyAt = NEVER;
    private long upkeepAt = NEVER;
    private long requested = NEVER;

    void tryAt(long nanos) {
        tryAt = nanos;
    }

    void pingAt(long nanos) {
        pingAt = nanos;
    }

    void silentAt(long nanos) {
        silentAt = nanos;
    }

    /** For the answer to the announcement or to a fence, of which only one is out at a time. */
    void answerBy(long nanos) {
        answerBy = nanos;
    }

    /** For the next try to take functions over. */
    void standbyAt(long nanos) {
        standbyAt = nanos;
    }

    /** For what is to be done for triggers. */
    void upkeepAt(long nanos) {
        upkeepAt = nanos;
    }

    /** The earliest of all deadlines that were given. */
    void drainBy(long nanos) {
        drainBy = earlier(drainBy, nanos);
    }

    void disconnected() {
        pingAt = NEVER;
        silentAt = NEVER;
        answerBy = NEVER;
        standbyAt = NEVER;
        upkeepAt = NEVER;
    }

    void clear() {
        disconnected();
        tryAt = NEVER;
        drainBy = NEVER;
    }

    boolean tryIsDue(long now) {
        return due(tryAt, now);
    }

    boolean pingIsDue(long now) {
        return due(pingAt, now);
    }

    boolean silenceIsDue(long now) {
        return due(silentAt, now);
    }

    boolean answerIsDue(long now) {
        return due(answerBy, now);
    }

    boolean standbyIsDue(long now) {
        return due(standbyAt, now);
    }

    boolean upkeepIsDue(long now) {
        return due(upkeepAt, now);
    }

    boolean drainIsDue(long now) {
        return due(drainBy, now);
    }

    /** A wake-up came. One that comes before the time asked for changes nothing, so stray ones do not multiply. */
    void fired(long now) {
        if (due(requested, now)) {
            requested = NEVER;
        }
    }

    /** Asks for a wake-up when something is due earlier than what was asked for. A wake-up too many is harmless. */
    void request(@Nullable PendingCall firstCall, Consumer<Effect> out) {
        long next = earlier(earlier(earlier(tryAt, pingAt), earlier(silentAt, answerBy)), earlier(drainBy, standbyAt));
        next = earlier(next, upkeepAt);
        if (firstCall != null) {
            next = earlier(next, firstCall.deadlineNanos());
        }
        if (next != NEVER && (requested == NEVER || next - requested < 0)) {
            requested = next;
            out.accept(new Effect.WakeAt(next));
        }
    }

    private static boolean due(long at, long now) {
        return at != NEVER && at - now <= 0;
    }

    private static long earlier(long a, long b) {
        if (a == NEVER) {
            return b;
        }
        return b == NEVER || a - b <= 0 ? a : b;
    }
}
