package dev.iii.stub.core.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connected worker, as engine workers see it. Thread-safe. */
public interface ConnectedWorker {

    /** Returns the id that the engine has given to the connection. */
    String id();

    /** Returns the name, or {@code null} until the worker announces one. */
    @Nullable
    String name();

    /** Returns the namespace of its functions, which is the default one until the worker announces another. */
    String namespace();

    /** Returns the announcement of the worker. */
    Announcement announcement();

    /** Returns the IP address. */
    String address();

    /** Returns the time at which the worker connected. */
    Instant connectedAt();

    /** Returns the permissions of the connection. */
    Access access();

    /** Returns how many calls are in flight that the worker has made or is answering. */
    int activeInvocations();

    /** Returns how many functions the worker has registered. */
    int functionCount();

    /**
     * Counts memory that is used for the worker until {@link #release}, for example by a channel.
     *
     * @return {@code false} if too much is used already; then nothing is counted
     */
    boolean hold(long bytes);

    /** Counts memory no longer that {@link #hold} has counted. */
    void release(long bytes);
}
