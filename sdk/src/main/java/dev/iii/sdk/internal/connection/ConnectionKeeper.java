package dev.iii.sdk.internal.connection;

import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import java.util.random.RandomGenerator;

/**
 * Keeps one connection: decides when to connect, when to ping and when to drop a connection that is silent. It does not
 * carry the actions out itself. The owner reports every event with the current time, calls {@link #poll} when
 * {@link #nextDeadline} has come, and carries out the action that it returns.
 *
 * <p>The delays between attempts restart from the first one only after a connection that was ready for {@link
 * Reconnect#stableAfter}. Otherwise a peer that accepts connections and then drops them would be called in a tight loop.
 *
 * <p>Not thread-safe: one call at a time.
 */
public final class ConnectionKeeper {

    /** The value of {@code lastReceivedNanos} if it is not known. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** An action for the owner of the connection. */
    public enum Action {
        /** Nothing is due. */
        NONE,
        /** Make a connection, and report {@link #opened} or {@link #lost}. */
        CONNECT,
        /** Send a ping. */
        PING,
        /** Drop the connection, which is silent, and report {@link #lost}. */
        DROP
    }

    private final Reconnect reconnect;
    private final long pingNanos;
    private final long silenceNanos;
    private final RandomGenerator random;

    private int failures;
    private boolean open;
    private boolean ready;
    private boolean reading;
    private long readySince;
    private long receivedAt;
    private long connectAt = Deadlines.NEVER;
    private long pingAt = Deadlines.NEVER;
    private long silentAt = Deadlines.NEVER;

    /** @param random the source of the jitter */
    public ConnectionKeeper(Reconnect reconnect, Heartbeat heartbeat, RandomGenerator random) {
        this.reconnect = reconnect;
        this.pingNanos = heartbeat.interval().toNanos();
        this.silenceNanos = heartbeat.timeout().toNanos();
        this.random = random;
    }

    /** The connection is open: the heartbeat starts. */
    public void opened(long now) {
        open = true;
        ready = false;
        reading = true;
        receivedAt = now;
        connectAt = Deadlines.NEVER;
        pingAt = now + pingNanos;
        silentAt = now + silenceNanos;
    }

    /** The connection is usable: from now on it can become stable. */
    public void ready(long now) {
        ready = true;
        readySince = now;
    }

    /** The owner stops reading: from now on, silence does not mean that the connection is lost. */
    public void paused() {
        reading = false;
    }

    /** The owner reads again: silence counts from now on. Does nothing if no connection is open. */
    public void resumed(long now) {
        if (open) {
            reading = true;
            receivedAt = now;
            silentAt = now + silenceNanos;
        }
    }

    /**
     * The connection was lost or could not be made. Schedules the next attempt.
     *
     * @return the delay before the next attempt, in nanoseconds
     */
    public long lost(long now) {
        boolean stable = ready && now - readySince >= reconnect.stableAfter().toNanos();
        closed();
        failures = stable ? 1 : failures + 1;
        long delay = reconnect.backoff().delayNanos(failures, random);
        connectAt = now + delay;
        return delay;
    }

    /** The connection is closed and no other one follows. */
    public void closed() {
        open = false;
        ready = false;
        pingAt = Deadlines.NEVER;
        silentAt = Deadlines.NEVER;
        connectAt = Deadlines.NEVER;
    }

    /** Returns the number of attempts that failed one after the other. */
    public int failures() {
        return failures;
    }

    /** Returns the time without data or without a reply to a ping after which a connection is dropped, in nanoseconds. */
    public long silenceNanos() {
        return silenceNanos;
    }

    /**
     * Returns the action that is due now; its deadline is then passed. Calls that come too early or too often are harmless.
     *
     * @param lastReceivedNanos the time at which the current connection last worked in both directions, or {@link #UNKNOWN}
     */
    public Action poll(long now, long lastReceivedNanos) {
        if (Deadlines.isDue(connectAt, now)) {
            connectAt = Deadlines.NEVER;
            return Action.CONNECT;
        }
        if (!open) {
            return Action.NONE;
        }
        if (lastReceivedNanos != UNKNOWN && lastReceivedNanos - receivedAt > 0) {
            receivedAt = lastReceivedNanos;
            silentAt = receivedAt + silenceNanos;
        }
        if (!reading && Deadlines.isDue(silentAt, now)) {
            silentAt = now + silenceNanos;
        }
        if (Deadlines.isDue(silentAt, now)) {
            return Action.DROP;
        }
        if (Deadlines.isDue(pingAt, now)) {
            pingAt = now + pingNanos;
            return Action.PING;
        }
        return Action.NONE;
    }

    /** Returns the time at which {@link #poll} is to be called; {@link Deadlines#NEVER} if nothing is scheduled. */
    public long nextDeadline() {
        return Deadlines.earlier(connectAt, Deadlines.earlier(pingAt, silentAt));
    }
}
