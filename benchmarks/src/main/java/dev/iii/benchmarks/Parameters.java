package dev.iii.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of one benchmark: their names, their defaults and their description. Reads a command line. */
final class Parameters {

    private enum Kind {
        POSITIONAL,
        OPTION,
        FLAG
    }

    private record Parameter(Kind kind, String name, String value, String text, String otherwise) {

        String label() {
            return kind == Kind.OPTION ? name + " " + value : name;
        }
    }

    private final List<Parameter> parameters = new ArrayList<>();

    /** Adds an argument without a name. Arguments are given in the order in which they are added. */
    Parameters positional(String name, String otherwise, String text) {
        return add(Kind.POSITIONAL, name, name, otherwise, text);
    }

    /** Adds an option with a value. */
    Parameters option(String name, String value, String otherwise, String text) {
        return add(Kind.OPTION, name, value, otherwise, text);
    }

    /** Adds an option without a value. */
    Parameters flag(String name, String text) {
        return add(Kind.FLAG, name, "", "", text);
    }

    private Parameters add(Kind kind, String name, String value, String otherwise, String text) {
        parameters.add(new Parameter(kind, name, value, text, otherwise));
        return this;
    }

    /** Returns one line for each parameter. */
    String describe() {
        int width = parameters.stream().mapToInt(p -> p.label().length()).max().orElse(0);
        StringBuilder lines = new StringBuilder();
        for (Parameter p : parameters) {
            lines.append("  ")
                    .append(p.label())
                    .append(" ".repeat(width + 2 - p.label().length()));
            lines.append(p.text());
            if (!p.otherwise().isEmpty()) {
                lines.append("; default: ").append(p.otherwise());
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    /** Returns the names of the parameters as they are used on a command line. */
    String synopsis() {
        StringBuilder line = new StringBuilder();
        for (Parameter p : parameters) {
            line.append(" [").append(p.label()).append(']');
        }
        return line.toString();
    }

    /**
     * Reads a command line. Options may be anywhere, as {@code --name value} or {@code --name=value}.
     *
     * @throws IllegalArgumentException if an option is unknown or has no value, or if there are too many arguments
     */
    Arguments parse(List<String> commandLine) {
        Map<String, String> values = new HashMap<>();
        Set<String> flags = new HashSet<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < commandLine.size(); i++) {
            String argument = commandLine.get(i);
            if (!argument.startsWith("-")) {
                rest.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            Parameter parameter = find(name);
            if (parameter == null) {
                throw new IllegalArgumentException("unknown option '" + name + "'");
            }
            if (parameter.kind() == Kind.FLAG) {
                if (equals >= 0) {
                    throw new IllegalArgumentException("option " + name + " has no value");
                }
                flags.add(name);
            } else if (equals >= 0) {
                values.put(name, argument.substring(equals + 1));
            } else if (i + 1 < commandLine.size()) {
                i++;
                values.put(name, commandLine.get(i));
            } else {
                throw new IllegalArgumentException("the value of option " + name + " is missing");
            }
        }
        assign(rest, values);
        return new Arguments(values, flags);
    }

    private @Nullable Parameter find(String name) {
        for (Parameter p : parameters) {
            if (p.kind() != Kind.POSITIONAL && p.name().equals(name)) {
                return p;
            }
        }
        return null;
    }

    /** Adds the arguments without a name, and the defaults. */
    private void assign(List<String> rest, Map<String, String> values) {
        int used = 0;
        for (Parameter p : parameters) {
            if (p.kind() == Kind.POSITIONAL && used < rest.size()) {
                values.put(p.name(), rest.get(used));
                used++;
            }
            if (p.kind() != Kind.FLAG) {
                values.putIfAbsent(p.name(), p.otherwise());
            }
        }
        if (used < rest.size()) {
            throw new IllegalArgumentException("too many arguments: " + rest.subList(used, rest.size()));
        }
    }
}
