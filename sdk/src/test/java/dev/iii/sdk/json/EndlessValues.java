package dev.iii.sdk.json;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Values whose JSON is far larger than any frame, in each form in which a value can produce it. They have an end only so that
 * a test of a codec that does not stop fails, and does not end with an {@code OutOfMemoryError}.
 */
public final class EndlessValues {

    /** The number of elements of a value. Each has at least two bytes as JSON. */
    private static final int ELEMENTS = 1 << 20;

    private final AtomicInteger produced = new AtomicInteger();

    /** Returns the number of elements that were produced. */
    public int produced() {
        return produced.getAndSet(0);
    }

    /** A bean with a property of any type. */
    public record Holder(Object items) {}

    /** A tree whose nodes are shared: it is small, and its JSON is not. */
    public record Node(Object left, Object right) {}

    /** The leaf of a tree, which counts how often it is written. */
    public final class Leaf {

        /** Returns the only property. */
        public int getValue() {
            return produced.incrementAndGet();
        }
    }

    /** Returns the values, by name. */
    public Map<String, Object> all() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("iterator", new Holder(iterator()));
        values.put(
                "stream", new Holder(Stream.generate(produced::incrementAndGet).limit(ELEMENTS)));
        values.put("iterable", new Holder(iterable()));
        values.put("collection", new Holder(collection()));
        values.put("collection as the whole value", collection());
        values.put("map", new Holder(map()));
        values.put("map as the whole value", map());
        values.put("lists", List.of(collection(), collection()));
        values.put("shared nodes", tree(20));
        return values;
    }

    private Object tree(int depth) {
        return depth == 0 ? new Leaf() : shared(tree(depth - 1));
    }

    private static Object shared(Object child) {
        return new Node(child, child);
    }

    private Iterator<Integer> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < ELEMENTS;
            }

            @Override
            public Integer next() {
                produced.incrementAndGet();
                return next++;
            }
        };
    }

    private Iterable<Integer> iterable() {
        return new Iterable<>() {
            @Override
            public Iterator<Integer> iterator() {
                return EndlessValues.this.iterator();
            }
        };
    }

    private Collection<Integer> collection() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<Integer> iterator() {
                return EndlessValues.this.iterator();
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };
    }

    private Map<String, Integer> map() {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<String, Integer>> entrySet() {
                return new AbstractSet<>() {
                    @Override
                    public Iterator<Entry<String, Integer>> iterator() {
                        Iterator<Integer> keys = EndlessValues.this.iterator();
                        return new Iterator<>() {
                            @Override
                            public boolean hasNext() {
                                return keys.hasNext();
                            }

                            @Override
                            public Entry<String, Integer> next() {
                                return Map.entry("k" + keys.next(), 1);
                            }
                        };
                    }

                    @Override
                    public int size() {
                        return Integer.MAX_VALUE;
                    }
                };
            }
        };
    }
}
