package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.store.Scopes;
import java.time.Duration;

/**
 * The pace of a background check of all streams: at most 100 streams per second by all projections and reactions together, and
 * at least 2 s for all buckets. So the idle cost does not depend on the number of streams. Not thread-safe.
 */
public final class CheckPace {

    private static final long STREAM_MILLIS = 10;
    private static final long BUCKET_MILLIS = 2_000 / Scopes.BUCKETS;

    /** Much longer than the time between two streams, also with many projections. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final RunnerContext context;
    private long next;
    private long nextBucket;

    /** Creates a pace at which the first stream is due. */
    public CheckPace(RunnerContext context) {
        this.context = context;
    }

    private long later(long millis) {
        return context.clock().millis() + millis * Math.max(1, context.runners().getAsInt());
    }

    /** Returns {@code true} if the next stream is due. */
    public boolean isDue() {
        return Times.isDue(next, context.clock().millis(), LONGEST);
    }

    /** Reports that a bucket is begun. */
    public void bucketBegun() {
        nextBucket = later(BUCKET_MILLIS);
    }

    /** Reports that a stream was checked. */
    public void streamChecked() {
        next = later(STREAM_MILLIS);
    }

    /** Reports that a bucket has ended. */
    public void bucketEnded() {
        next = nextBucket;
    }

    /** Returns the time in milliseconds since 1970 at which the next stream is due. */
    public long next() {
        return next;
    }
}
