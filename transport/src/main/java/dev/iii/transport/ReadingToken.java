package dev.iii.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The right to be the reading thread of an event loop. One thread holds it. While that thread runs code of a user, another
 * one can take the right away, because the code may never return.
 *
 * <p>The state is one number: that of the last section of user code, and a phase.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>State</th><th>Event</th><th>Next state</th><th>Thread</th></tr>
 * <tr><td>LOOP n</td><td>user code begins ({@link #enter})</td><td>USER n+1</td><td>the holder</td></tr>
 * <tr><td>USER n</td><td>user code has returned, or is about to wait for the engine ({@link #leave})</td><td>LOOP n</td>
 * <td>the holder</td></tr>
 * <tr><td>USER n</td><td>user code does not return ({@link #take})</td><td>LOOP n, with a new holder</td><td>the watch</td></tr>
 * <tr><td>LOOP n</td><td>the holder has to wait ({@link #free})</td><td>FREE n</td><td>the holder, which then holds
 * nothing</td></tr>
 * <tr><td>FREE n</td><td>the watch sees it ({@link #claim})</td><td>LOOP n</td><td>the watch, which is the new holder</td></tr>
 * <tr><td>any other</td><td>user code n has returned</td><td>unchanged: the thread holds nothing any more</td><td>the late one</td></tr>
 * </table>
 *
 * <p>Thread-safe. No clock or lock.
 *
 * @param <T> the threads
 */
final class ReadingToken<T> {

    private static final long USER = 1;
    private static final long FREE = 2;
    private static final long PHASE = 3;
    private static final long NEXT = 4;

    private final AtomicLong state = new AtomicLong();
    /** The thread that holds the token, or that will claim it. Written only by the thread that has the right to. */
    private volatile T holder;

    ReadingToken(T first) {
        holder = first;
    }

    T holder() {
        return holder;
    }

    /** The holder begins a section of user code. Returns its number, which is never 0. */
    long enter() {
        long section = ((state.get() & ~PHASE) + NEXT) | USER;
        state.set(section);
        return section;
    }

    /** The section of user code is over. Returns {@code false} if another thread holds the token by now. */
    boolean leave(long section) {
        return state.compareAndSet(section, section & ~PHASE);
    }

    /** Returns the number of the section of user code that is running; 0 if none is. */
    long section() {
        long now = state.get();
        return (now & PHASE) == USER ? now : 0;
    }

    /** Gives the token to another thread than the one that runs this section. Returns {@code false} if it has ended. */
    boolean take(long section, T next) {
        if (!state.compareAndSet(section, section & ~PHASE)) {
            return false;
        }
        holder = next;
        return true;
    }

    /** The holder gives the token up, outside of user code. Nothing happens until the next thread claims it. */
    void free(T next) {
        holder = next;
        state.set(state.get() | FREE);
    }

    /** The thread that was named by {@link #free} takes the token. Returns {@code false} if the token is not free. */
    boolean claim() {
        long now = state.get();
        return (now & PHASE) == FREE && state.compareAndSet(now, now & ~PHASE);
    }
}
