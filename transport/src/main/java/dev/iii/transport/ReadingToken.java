package dev.iii.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The right to be the reading thread of an event loop. One thread holds it. While that thread runs code of a user, another
 * one can take the right away, because the code may never return.
 *
 * <p>The state is one number: that of the last section of user code, and whether it is running.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>State</th><th>Event</th><th>Next state</th><th>Thread</th></tr>
 * <tr><td>LOOP n</td><td>user code begins ({@link #enter})</td><td>USER n+1</td><td>the holder</td></tr>
 * <tr><td>USER n</td><td>user code has returned ({@link #leave})</td><td>LOOP n</td><td>the holder</td></tr>
 * <tr><td>USER n</td><td>user code does not return ({@link #take})</td><td>LOOP n, with a new holder</td><td>the watch</td></tr>
 * <tr><td>any other</td><td>user code n has returned</td><td>unchanged: the thread holds nothing any more</td><td>the late one</td></tr>
 * </table>
 *
 * <p>Thread-safe. No thread, clock or lock.
 */
final class ReadingToken {

    private static final long USER = 1;

    private final AtomicLong state = new AtomicLong();

    /** The holder begins a section of user code. Returns its number, which is never 0. */
    long enter() {
        long section = (state.get() | USER) + 2;
        state.set(section);
        return section;
    }

    /** The section of user code has returned. Returns {@code false} if another thread holds the token by now. */
    boolean leave(long section) {
        return state.compareAndSet(section, section & ~USER);
    }

    /** Returns the number of the section of user code that is running; 0 if none is. */
    long section() {
        long now = state.get();
        return (now & USER) == 0 ? 0 : now;
    }

    /** Takes the token from the thread that runs this section. Returns {@code false} if the section has ended. */
    boolean take(long section) {
        return state.compareAndSet(section, section & ~USER);
    }
}
