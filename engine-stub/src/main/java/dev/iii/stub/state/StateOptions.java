package dev.iii.stub.state;

/**
 * What the state worker can be told.
 *
 * @param triggersEnabled whether state triggers fire
 * @param maxValueBytes how large a value may be that is set, in bytes of JSON
 */
public record StateOptions(boolean triggersEnabled, long maxValueBytes) {

    /** Triggers fire, values may have any size. */
    public static final StateOptions DEFAULT = new StateOptions(true, Long.MAX_VALUE);
}
