package dev.iii.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of a command line, including the defaults. Immutable. */
final class Arguments {

    private final Map<String, String> values;
    private final Set<String> flags;

    Arguments(Map<String, String> values, Set<String> flags) {
        this.values = Map.copyOf(values);
        this.flags = Set.copyOf(flags);
    }

    /** Returns {@code true} if the option without a value was given. */
    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Returns the value of a parameter. */
    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no parameter " + name);
        }
        return value;
    }

    /** Returns the values of a parameter whose values are separated by commas. Empty parts are ignored. */
    List<String> texts(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : text(name).split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /**
     * Returns the value of a parameter that is a number.
     *
     * @throws IllegalArgumentException if the value is not an integer of at least {@code min}
     */
    int number(String name, int min) {
        return number(name, text(name), min);
    }

    /**
     * Returns the values of a parameter whose values are numbers.
     *
     * @throws IllegalArgumentException if there is no value, or if one is not an integer of at least {@code min}
     */
    List<Integer> numbers(String name, int min) {
        List<Integer> numbers =
                texts(name).stream().map(text -> number(name, text, min)).toList();
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException(name + " has no value");
        }
        return numbers;
    }

    private static int number(String name, String text, int min) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The exception below reports it.
        }
        throw new IllegalArgumentException(name + " is '" + text + "'; it must be an integer of at least " + min);
    }
}
