package dev.iii.sdk.internal.failure;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds the name that a user probably meant. */
final class SimilarNames {

    /** A similar name has at most one change in this number of characters. */
    private static final int CHARACTERS_PER_CHANGE = 3;

    private static final int MAX_CHANGES = 2;

    private SimilarNames() {}

    /** Returns the most similar name; {@code null} if none is similar. */
    static @Nullable String of(String name, Collection<String> known) {
        int most = Math.min(MAX_CHANGES, name.length() / CHARACTERS_PER_CHANGE);
        return known.stream()
                .filter(other -> Math.abs(other.length() - name.length()) <= most)
                .filter(other -> changes(name, other) <= most)
                .min(Comparator.<String>comparingInt(other -> changes(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    /**
     * Returns how many characters must be inserted, removed, replaced or swapped with the next one: the restricted
     * Damerau-Levenshtein distance.
     */
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
