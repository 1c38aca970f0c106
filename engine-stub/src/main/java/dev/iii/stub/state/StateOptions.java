package dev.iii.stub.state;

/**
 * Settings of the state worker.
 *
 * @param triggersEnabled whether state triggers fire
 * @param maxValueBytes the maximum size of a value for {@code state::set}, in bytes of JSON
 */
public record StateOptions(boolean triggersEnabled, long maxValueBytes) {

    /** Triggers fire, and values may have any size. */
    public static final StateOptions DEFAULT = new StateOptions(true, Long.MAX_VALUE);
}
