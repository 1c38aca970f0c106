package dev.iii.sdk.call;

/**
 * The queue worker has taken a call. Immutable.
 *
 * @param messageReceiptId names the job, in the queue and among dead letters
 */
public record EnqueueReceipt(String messageReceiptId) {}
