package dev.iii.spring;

import java.util.List;

/** Thrown if functions of beans cannot be registered. The message contains every mistake. */
final class FunctionBeansException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** @param problems each starts with the name of the bean */
    FunctionBeansException(List<String> problems) {
        super("functions of beans cannot be registered: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    @SuppressWarnings("serial") // an immutable list of strings
    private final List<String> problems;

    List<String> problems() {
        return problems;
    }
}
