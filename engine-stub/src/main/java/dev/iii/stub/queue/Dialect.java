package dev.iii.stub.queue;

/** The two queue workers of the real engine, and their differences. */
enum Dialect {

    /** The queue worker inside the engine. Its named queues do not accept calls. */
    BUILT_IN("iii-queue", "builtin"),

    /**
     * The separate queue worker. It accepts enqueued calls, and uses the word "queue" where the built-in worker uses
     * "topic".
     */
    STANDALONE("queue", "function_queue");

    private final String workerName;
    private final String namedQueueBroker;

    Dialect(String workerName, String namedQueueBroker) {
        this.workerName = workerName;
        this.namedQueueBroker = namedQueueBroker;
    }

    String workerName() {
        return workerName;
    }

    /** Returns the {@code broker_type} of a named queue in the list of topics. */
    String namedQueueBroker() {
        return namedQueueBroker;
    }
}
