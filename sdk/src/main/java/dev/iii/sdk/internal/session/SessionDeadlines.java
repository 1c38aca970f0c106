package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.connection.Deadlines.earlier;
import static dev.iii.sdk.internal.connection.Deadlines.isDue;

import dev.iii.sdk.internal.connection.Deadlines;
import java.util.function.Consumer;

/** The deadlines of a session, except those of its connection and its calls, and the one wake-up that was requested. */
final class SessionDeadlines {

    static final long NEVER = Deadlines.NEVER;

    private long responseBy = NEVER;
    private long drainBy = NEVER;
    private long standbyAt = NEVER;
    private long triggerRetryAt = NEVER;
    private long requested = NEVER;

    /** Sets the deadline for the response to the announcement or to a fence; only one of them is pending at a time. */
    void responseBy(long nanos) {
        responseBy = nanos;
    }

    /** Sets the time of the next attempt to take over functions. */
    void standbyAt(long nanos) {
        standbyAt = nanos;
    }

    /** Sets the time at which a refused trigger is due. */
    void triggerRetryAt(long nanos) {
        triggerRetryAt = nanos;
    }

    /** Sets the deadline of the drain; the earliest one that was set counts. */
    void drainBy(long nanos) {
        drainBy = earlier(drainBy, nanos);
    }

    void disconnected() {
        responseBy = NEVER;
        standbyAt = NEVER;
        triggerRetryAt = NEVER;
    }

    void clear() {
        disconnected();
        drainBy = NEVER;
    }

    boolean responseIsDue(long now) {
        return isDue(responseBy, now);
    }

    boolean standbyIsDue(long now) {
        return isDue(standbyAt, now);
    }

    boolean triggerRetryIsDue(long now) {
        return isDue(triggerRetryAt, now);
    }

    boolean drainIsDue(long now) {
        return isDue(drainBy, now);
    }

    /** A wake-up arrived. One that arrives before the requested time changes nothing, so that stray ones do not multiply. */
    void fired(long now) {
        if (isDue(requested, now)) {
            requested = NEVER;
        }
    }

    /**
     * Requests a wake-up if something is due earlier than the time that was requested before. A superfluous wake-up is
     * harmless.
     *
     * @param connection the next deadline of the connection
     * @param work the next deadline of a call or of a result
     */
    void request(long connection, long work, Consumer<Effect> effects) {
        long own = earlier(earlier(responseBy, drainBy), earlier(standbyAt, triggerRetryAt));
        long next = earlier(own, earlier(connection, work));
        if (next != NEVER && (requested == NEVER || next - requested < 0)) {
            requested = next;
            effects.accept(new Effect.WakeAt(next));
        }
    }
}
