package dev.iii.stub.rbac;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions that a session may call in one namespace: ids, and patterns with or without {@code match("…")} around
 * them.
 */
final class AllowedFunctions {

    private final Set<String> ids = new HashSet<>();
    private final List<Wildcard> patterns = new ArrayList<>();

    AllowedFunctions(Collection<String> allowed) {
        for (String grant : allowed) {
            String unwrapped = Wildcard.unwrapped(grant);
            String raw = unwrapped == null ? grant : unwrapped;
            ids.add(raw);
            if (raw.indexOf('*') >= 0) {
                patterns.add(new Wildcard(raw));
            }
        }
    }

    boolean cover(String functionId) {
        return ids.contains(functionId) || patterns.stream().anyMatch(pattern -> pattern.matches(functionId));
    }
}
