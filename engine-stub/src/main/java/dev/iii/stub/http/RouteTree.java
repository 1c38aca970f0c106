package dev.iii.stub.http;

import dev.iii.stub.http.RoutePattern.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pattern that matches a path, in a tree with one level per segment. At each level, literals take precedence
 * over parameters, and longer prefixes over shorter ones. If a branch does not lead to a pattern, the next one is
 * tried.
 *
 * <p>Reading needs no lock. Only one thread may change the tree at a time.
 */
final class RouteTree {

    /** The end of a pattern: the routes of one path by method. */
    static final class Leaf {
        final RoutePattern pattern;
        volatile Map<String, Route> byMethod = Map.of();

        Leaf(RoutePattern pattern) {
            this.pattern = pattern;
        }
    }

    private record Branch<T>(String prefix, T below) {}

    private static final class Node {
        final Map<String, Node> literals = new ConcurrentHashMap<>(2);
        volatile List<Branch<Node>> parameters = List.of();
        volatile List<Branch<Leaf>> rests = List.of();
        volatile @Nullable Leaf leaf;

        boolean isEmpty() {
            return literals.isEmpty() && parameters.isEmpty() && rests.isEmpty() && leaf == null;
        }
    }

    private final Node root = new Node();

    /** Returns the leaf that matches a path, or {@code null} if there is none. */
    @Nullable
    Leaf match(String path) {
        String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        return match(root, segments, 0);
    }

    private static @Nullable Leaf match(Node node, String[] segments, int at) {
        if (at == segments.length) {
            return node.leaf;
        }
        String segment = segments[at];
        Node literal = node.literals.get(segment);
        Leaf found = literal == null ? null : match(literal, segments, at + 1);
        boolean last = at == segments.length - 1;
        for (Branch<Node> branch : node.parameters) {
            if (found == null && fits(segment, branch.prefix(), !last)) {
                found = match(branch.below(), segments, at + 1);
            }
        }
        for (Branch<Leaf> branch : node.rests) {
            if (found == null && fits(segment, branch.prefix(), !last)) {
                found = branch.below();
            }
        }
        return found;
    }

    private static boolean fits(String segment, String prefix, boolean mayBeEmpty) {
        return segment.startsWith(prefix) && (mayBeEmpty || segment.length() > prefix.length());
    }

    /**
     * Returns the leaf whose pattern has the same shape, regardless of the names of its parameters. Returns {@code
     * null} if there is none.
     */
    @Nullable
    Leaf find(RoutePattern pattern) {
        Node node = root;
        for (Segment segment : pattern.segments()) {
            if (segment instanceof Segment.Rest rest) {
                return below(node.rests, rest.prefix());
            }
            node = segment instanceof Segment.Literal literal
                    ? node.literals.get(literal.text())
                    : below(node.parameters, ((Segment.Parameter) segment).prefix());
            if (node == null) {
                return null;
            }
        }
        return node.leaf;
    }

    /**
     * Returns a pattern that conflicts with this one, because one of them matches a single segment where the other
     * matches all remaining segments. Returns {@code null} if there is none.
     */
    @Nullable
    RoutePattern rival(RoutePattern pattern) {
        Node node = root;
        for (Segment segment : pattern.segments()) {
            if (segment instanceof Segment.Rest rest) {
                Node parameter = below(node.parameters, rest.prefix());
                return parameter == null ? null : any(parameter);
            }
            if (segment instanceof Segment.Parameter parameter) {
                Leaf rest = below(node.rests, parameter.prefix());
                if (rest != null) {
                    return rest.pattern;
                }
                node = below(node.parameters, parameter.prefix());
            } else {
                node = node.literals.get(((Segment.Literal) segment).text());
            }
            if (node == null) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable RoutePattern any(Node node) {
        Leaf leaf = node.leaf;
        if (leaf != null) {
            return leaf.pattern;
        }
        if (!node.rests.isEmpty()) {
            return node.rests.get(0).below().pattern;
        }
        List<Node> below = new ArrayList<>(node.literals.values());
        node.parameters.forEach(branch -> below.add(branch.below()));
        return below.isEmpty() ? null : any(below.get(0));
    }

    /** Adds a leaf. Replaces a leaf of the same shape. */
    void put(Leaf leaf) {
        Node node = root;
        for (Segment segment : leaf.pattern.segments()) {
            if (segment instanceof Segment.Rest rest) {
                node.rests = with(node.rests, new Branch<>(rest.prefix(), leaf));
                return;
            }
            if (segment instanceof Segment.Literal literal) {
                node = node.literals.computeIfAbsent(literal.text(), text -> new Node());
            } else {
                String prefix = ((Segment.Parameter) segment).prefix();
                Node next = below(node.parameters, prefix);
                if (next == null) {
                    next = new Node();
                    node.parameters = with(node.parameters, new Branch<>(prefix, next));
                }
                node = next;
            }
        }
        node.leaf = leaf;
    }

    /** Removes the leaf of a pattern, and the nodes that only led to it. */
    void remove(RoutePattern pattern) {
        remove(root, pattern.segments(), 0);
    }

    private static void remove(Node node, List<Segment> segments, int at) {
        if (at == segments.size()) {
            node.leaf = null;
            return;
        }
        Segment segment = segments.get(at);
        if (segment instanceof Segment.Rest rest) {
            node.rests = without(node.rests, rest.prefix());
        } else if (segment instanceof Segment.Literal literal) {
            Node next = node.literals.get(literal.text());
            if (next != null) {
                remove(next, segments, at + 1);
                if (next.isEmpty()) {
                    node.literals.remove(literal.text());
                }
            }
        } else if (segment instanceof Segment.Parameter parameter) {
            Node next = below(node.parameters, parameter.prefix());
            if (next != null) {
                remove(next, segments, at + 1);
                if (next.isEmpty()) {
                    node.parameters = without(node.parameters, parameter.prefix());
                }
            }
        }
    }

    private static <T> @Nullable T below(List<Branch<T>> branches, String prefix) {
        for (Branch<T> branch : branches) {
            if (branch.prefix().equals(prefix)) {
                return branch.below();
            }
        }
        return null;
    }

    private static <T> List<Branch<T>> with(List<Branch<T>> branches, Branch<T> added) {
        List<Branch<T>> all = new ArrayList<>(without(branches, added.prefix()));
        all.add(added);
        Function<Branch<T>, Integer> length = branch -> branch.prefix().length();
        all.sort((a, b) -> length.apply(b) - length.apply(a));
        return List.copyOf(all);
    }

    private static <T> List<Branch<T>> without(List<Branch<T>> branches, String prefix) {
        return branches.stream()
                .filter(branch -> !branch.prefix().equals(prefix))
                .toList();
    }
}
