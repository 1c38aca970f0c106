package dev.iii.stub.queue;

/** One attempt to deliver a message. Two attempts are never equal. */
final class Delivery {

    final Message message;
    final long startedNanos;

    Delivery(Message message, long startedNanos) {
        this.message = message;
        this.startedNanos = startedNanos;
    }
}
