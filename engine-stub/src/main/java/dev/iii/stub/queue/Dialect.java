package dev.iii.stub.queue;

/** The two queue workers of the real engine, and what differs between them. */
enum Dialect {

    /** The one in the engine: nothing can be put into its named queues. */
    BUILT_IN("iii-queue", "builtin"),

    /** The one beside the engine, which takes enqueued calls and speaks of queues where the other says topics. */
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

    /** The {@code broker_type} of a named queue in the list of topics. */
    String namedQueueBroker() {
        return namedQueueBroker;
    }
}
