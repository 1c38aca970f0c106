package dev.iii.eventsourcing.internal.projection;

/**
 * A projection or a reaction, as the thread sees it that runs it. {@link #work} and {@link #rebuild} are called by one thread,
 * the other methods by any thread.
 */
public interface Runner {

    /** Returns the name. */
    String name();

    /** Returns the name of the aggregate whose streams are read. */
    String aggregate();

    /** Requests that a stream is read on. */
    void grown(String stream);

    /** Requests that everything is compared with the logs. */
    void compareAll();

    /** Tells that the journal was read and that {@link #grown} was called for all streams that it named. */
    void journalRead();

    /**
     * Does one piece of work. Blocks for a few operations of the engine.
     *
     * @return {@code false} if there is nothing to do now
     * @throws dev.iii.sdk.error.CallException if the engine does not answer; the work is not lost
     */
    boolean work();

    /**
     * Begins to compute everything again.
     *
     * @return {@code false} if this is not possible now
     * @throws dev.iii.sdk.error.CallException if the engine does not answer
     */
    boolean rebuild();

    /** Returns the time in milliseconds since 1970 at which {@link #work} should be called if nothing else happens. */
    long nextWork();

    /** Returns the number of streams that wait to be read. */
    int waiting();
}
