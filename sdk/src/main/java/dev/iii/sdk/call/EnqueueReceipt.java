package dev.iii.sdk.call;

/**
 * Confirms that the queue worker has accepted a call. Immutable.
 *
 * @param messageReceiptId the id of the job in the queue and among the dead letters
 */
public record EnqueueReceipt(String messageReceiptId) {}
