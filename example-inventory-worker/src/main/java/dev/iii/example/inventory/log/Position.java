package dev.iii.example.inventory.log;

/**
 * How far a reader of the log of one SKU has come.
 *
 * @param segment the segment to go on in
 * @param seq the last event that was read, 0 for none
 */
public record Position(int segment, long seq) {

    /** Before the first event. */
    public static final Position START = new Position(0, 0);
}
