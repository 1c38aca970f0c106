package dev.iii.spring;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the name that a user probably meant. */
final class SimilarProperties {

    private static final int MAX_CHANGES = 2;

    private SimilarProperties() {}

    /**
     * Returns the name with the fewest changes, at most two. If there is none, returns the only name with the same last
     * element, or {@code null}.
     */
    static @Nullable String of(String name, Collection<String> known) {
        String nearest = known.stream()
                .filter(other -> changes(name, other) <= MAX_CHANGES)
                .min(Comparator.<String>comparingInt(other -> changes(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        if (nearest != null) {
            return nearest;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        List<String> ends =
                known.stream().filter(other -> other.endsWith("." + last)).toList();
        return ends.size() == 1 ? ends.get(0) : null;
    }

    /** Returns how many characters must be inserted, removed, replaced or swapped with the next one. */
    private static int changes(String from, String to) {
        int[][] changes = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                changes[i][j] = i == 0 || j == 0 ? i + j : least(changes, from, to, i, j);
            }
        }
        return changes[from.length()][to.length()];
    }

    private static int least(int[][] changes, String from, String to, int i, int j) {
        int replaced = changes[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(changes[i - 1][j], changes[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, 1 + changes[i - 2][j - 2]) : least;
    }
}
