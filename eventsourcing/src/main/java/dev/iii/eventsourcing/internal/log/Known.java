package dev.iii.eventsourcing.internal.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are known to be in a log: those after a certain segment, up to its end. The methods that add commands may
 * change this object and return it; the caller uses only the returned object.
 */
public interface Known {

    /**
     * An accepted command.
     *
     * @param segment the key of the segment that contains it
     * @param fingerprint the digest of its request
     */
    record Found(String segment, @Nullable String fingerprint) {}

    /** Adds entries that are newer than the known ones. */
    Known newer(String segment, List<Entry> entries);

    /** Adds all entries of the segment {@link #older}. */
    Known older(Segment segment, List<Entry> entries);

    /** Returns an accepted command; {@code null} if it is not known. */
    @Nullable
    Found find(String command);

    /** Returns the key of the oldest segment whose commands are known. */
    String oldest();

    /** Returns the key of the segment before {@link #oldest}; {@code null} if all commands are known. */
    @Nullable
    String older();

    /** Returns {@code true} if an idempotency key that is not known may be considered as new. */
    boolean isEnough();
}
