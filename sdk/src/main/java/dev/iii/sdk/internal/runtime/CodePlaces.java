package dev.iii.sdk.internal.runtime;

import dev.iii.transport.EventLoop;

/** Creates the places where the code of the user of one worker runs. Thread-safe. */
public final class CodePlaces {

    private final EventLoop loop;
    private final WorkerThreads threads;
    private final InvocationLoad load;
    private final boolean ownHandlers;

    /**
     * Creates the places of one worker.
     *
     * @param load the handlers of the worker
     * @param ownHandlers {@code true} if the worker has started the handler threads; {@code false} if the user has chosen an
     *     executor, on which the handlers must run
     */
    public CodePlaces(EventLoop loop, WorkerThreads threads, InvocationLoad load, boolean ownHandlers) {
        this.loop = loop;
        this.threads = threads;
        this.load = load;
        this.ownHandlers = ownHandlers;
    }

    /**
     * Creates the place of the handler of one function.
     *
     * @param quick whether the handler counts as quick from the start
     */
    public CodePlace ofHandler(boolean quick) {
        Quickness quickness =
                quick ? Quickness.proven(ownHandlers) : ownHandlers ? Quickness.unproven() : Quickness.never();
        return new CodePlace(loop, threads.handlers(), quickness, load);
    }

    /** Creates the place of the completions of all calls. */
    public CodePlace ofCompletions() {
        return new CodePlace(loop, threads.callbacks(), Quickness.unproven(), null);
    }
}
