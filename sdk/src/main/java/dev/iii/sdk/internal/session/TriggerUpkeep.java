package dev.iii.sdk.internal.session;

/**
 * What is done for triggers while a connection lasts.
 *
 * @param retry between two offers of a trigger that was refused
 * @param retries how often it is offered again on one connection; 0 for never
 */
public record TriggerUpkeep(Backoff retry, int retries) {

    private static final long SECOND = 1_000_000_000L;

    /** Nothing. */
    public static final TriggerUpkeep NONE = new TriggerUpkeep(new Backoff(SECOND, 1, SECOND, 0), 0);
}
