package dev.iii.example.inventory.log;

/**
 * The position of a reader in the log of one SKU. Immutable.
 *
 * @param segment the number of the segment to read next
 * @param seq the number of the last event that was read, or 0 if none was read
 */
public record Position(int segment, long seq) {

    /** The position before the first event. */
    public static final Position START = new Position(0, 0);
}
