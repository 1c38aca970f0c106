package dev.iii.stub.core.api;

/**
 * The numbers of calls of functions so far. Immutable.
 *
 * @param succeeded the calls that the engine has answered without an error
 * @param failed the calls that the engine has answered with an error
 * @param deferred the calls that were sent to a connected worker, whatever their results
 */
public record CallCounts(long succeeded, long failed, long deferred) {

    /** Returns the number of all calls. */
    public long total() {
        return succeeded + failed + deferred;
    }
}
