package dev.iii.eventsourcing.internal.projection;

/**
 * The scopes of views. Immutable.
 *
 * @param context the name of the context
 */
public record ViewScopes(String context) {

    /** Returns the scope of the rows of a bucket of streams. */
    String rows(String projection, Generation generation, int bucket) {
        return context + ".view." + projection + "." + generation + "." + bucket;
    }

    /** Returns the scope of the value that shows that a view was not deleted. */
    String canary(String projection, Generation generation) {
        return context + ".view." + projection + "." + generation + ".canary";
    }

    /** Returns the scope with one {@link Pointer} for each projection. */
    public String pointers() {
        return context + ".projections";
    }

    /** Returns the scope with one entry for each requested rebuild. */
    public String requests() {
        return context + ".rebuilds";
    }

    /** Returns the scope with one entry for each stream that a projection or reaction could not read on. */
    public String stuck() {
        return context + ".stuck";
    }
}
