package dev.iii.eventsourcing.internal.log;

import java.util.random.RandomGenerator;

/**
 * The ids of events: {@code NUMBER.RANDOM}. The number is the position in the stream. The random part makes an id unique over
 * all attempts and all earlier states of the engine, so that an id stands for one history.
 */
public final class EventIds {

    /** The id before the first event, which is also the key of the first segment. */
    public static final String NONE = "0";

    private static final int RANDOM_BITS = 60;
    private static final int DIGIT_BITS = 5;
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private EventIds() {}

    /** Creates an id that was never used before. */
    public static String create(long number, RandomGenerator random) {
        StringBuilder id = new StringBuilder().append(number).append('.');
        long bits = random.nextLong();
        for (int used = 0; used < RANDOM_BITS; used += DIGIT_BITS) {
            id.append(DIGITS[(int) (bits >>> used) & (DIGITS.length - 1)]);
        }
        return id.toString();
    }

    /**
     * Returns the number of an event.
     *
     * @throws IllegalArgumentException if this is not an id
     */
    public static long number(String id) {
        if (id.equals(NONE)) {
            return 0;
        }
        int dot = id.indexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException("'" + id + "' is not the id of an event");
        }
        return Long.parseLong(id.substring(0, dot));
    }

    /** Returns the id of another event of the same command, with the same random part. */
    public static String at(String id, long number) {
        return number + id.substring(id.indexOf('.'));
    }
}
