package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.internal.store.Scopes;

/**
 * The scopes of reactions. Immutable.
 *
 * @param context the name of the context
 */
public record ReactionScopes(String context) {

    /** Returns the scope with one entry for each reaction. */
    public String reactions() {
        return context + ".reactions";
    }

    /** Returns the scope of the positions of a stream and the other streams of its bucket. */
    String positions(String reaction, String stream) {
        return positions(reaction, Scopes.bucket(stream));
    }

    /** Returns the scope of the positions of a bucket. */
    String positions(String reaction, int bucket) {
        return context + ".reaction." + name(reaction) + "." + bucket;
    }

    /** Returns the scope of the occasions that were not handled yet. */
    String out(String reaction) {
        return context + ".out." + name(reaction);
    }

    /** Returns the scope of the occasions of a bucket that were handled. */
    String told(String reaction, int bucket) {
        return context + ".told." + name(reaction) + "." + bucket;
    }

    /** Returns the scope of the dead letters of a bucket. */
    String dead(String reaction, int bucket) {
        return context + ".dead." + name(reaction) + "." + bucket;
    }

    private static String name(String reaction) {
        return reaction.replace("::", ".");
    }
}
