package dev.iii.eventsourcing.internal.store;

/**
 * The scopes and keys of a context. Immutable.
 *
 * <p>All segments of a stream are in one scope. The engine stores a scope as a whole and loses its last changes as a whole,
 * which the rules of the log rely on. Streams are distributed over several scopes, because the engine writes a changed scope
 * as one file.
 *
 * @param context the name of the context
 */
public record Scopes(String context) {

    /** The number of scopes with logs of one aggregate. */
    public static final int BUCKETS = 64;

    /** The number of scopes of the journal. */
    public static final int JOURNAL_SCOPES = 16;

    /** Returns the scope of the segments of a stream. */
    public String log(String aggregate, String stream) {
        return context + "." + aggregate + ".log." + bucket(stream);
    }

    /** Returns the scope with one entry for each stream of a bucket, see {@link StreamHint}. */
    public String streams(String aggregate, int bucket) {
        return context + "." + aggregate + ".streams." + bucket;
    }

    /** Returns the scope of the journal for a slot of time. */
    public String journal(long slot) {
        return context + ".journal." + Math.floorMod(slot, JOURNAL_SCOPES);
    }

    /** Returns the scope with one counter for each program, to notice that its values were exchanged. */
    public String canaries() {
        return context + ".canary";
    }

    /** Returns the key of a segment. It is unique, because an id of an event contains no slash. */
    public String segmentKey(String stream, String segment) {
        return stream + "/" + segment;
    }

    /** Returns the bucket of a stream, from 0 to {@link #BUCKETS} - 1. */
    public static int bucket(String stream) {
        int hash = stream.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x45d9f3b;
        hash ^= hash >>> 16;
        return Math.floorMod(hash, BUCKETS);
    }
}
