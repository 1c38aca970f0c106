package dev.iii.stub.queue;

/** One try to deliver a message. Two tries are never equal. */
final class Delivery {

    final Message message;
    final long startedNanos;

    Delivery(Message message, long startedNanos) {
        this.message = message;
        this.startedNanos = startedNanos;
    }
}
