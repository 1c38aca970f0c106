package dev.iii.stub.telemetry;

/**
 * A set of {@code long} values without objects per element. Values should be hash codes: their low bits choose the place.
 * Not thread-safe.
 */
final class LongSet {

    private static final int INITIAL = 64;

    /** The values; 0 is an empty place. */
    private long[] places = new long[INITIAL];

    private int size;
    private boolean containsZero;

    /** Adds a value. Returns {@code false} if the set contained it already. */
    boolean add(long value) {
        if (value == 0) {
            boolean added = !containsZero;
            containsZero = true;
            return added;
        }
        int place = find(value);
        if (places[place] == value) {
            return false;
        }
        places[place] = value;
        size++;
        if (size * 2 > places.length) {
            grow();
        }
        return true;
    }

    /** Removes a value if the set contains it. */
    void remove(long value) {
        if (value == 0) {
            containsZero = false;
            return;
        }
        int gap = find(value);
        if (places[gap] == 0) {
            return;
        }
        size--;
        // A search ends at an empty place, so later values of the same run move into the gap unless their search begins
        // after it.
        int mask = places.length - 1;
        for (int next = gap + 1 & mask; places[next] != 0; next = next + 1 & mask) {
            int home = home(places[next]);
            if ((next - home & mask) >= (next - gap & mask)) {
                places[gap] = places[next];
                gap = next;
            }
        }
        places[gap] = 0;
    }

    int size() {
        return containsZero ? size + 1 : size;
    }

    void clear() {
        places = new long[INITIAL];
        size = 0;
        containsZero = false;
    }

    private int home(long value) {
        return (int) value & places.length - 1;
    }

    private int find(long value) {
        int place = home(value);
        while (places[place] != 0 && places[place] != value) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] old = places;
        places = new long[old.length * 2];
        for (long value : old) {
            if (value != 0) {
                places[find(value)] = value;
            }
        }
    }
}
