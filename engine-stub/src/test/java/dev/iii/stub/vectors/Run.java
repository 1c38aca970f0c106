package dev.iii.stub.vectors;

import java.util.UUID;

/**
 * What the steps of one run of a scenario share.
 *
 * @param endpoints where the engine is
 * @param waits how long to wait for it
 * @param bindings the variables
 * @param matcher compares with them
 */
record Run(Endpoints endpoints, Waits waits, Bindings bindings, VectorMatcher matcher) {

    /** With names of its own, so that scenarios do not see each other. */
    static Run begin(Endpoints endpoints, Waits waits) {
        Bindings bindings = new Bindings();
        bindings.set("run", "r" + letters(hex().substring(0, 10)));
        bindings.set("trace", hex());
        bindings.set("http", endpoints.find("http").orElse(""));
        bindings.set("ws", endpoints.find("ws").orElse(""));
        return new Run(endpoints, waits, bindings, new VectorMatcher(bindings));
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Letters only, so that the name is valid in paths, ids and topics. */
    private static String letters(String hex) {
        StringBuilder letters = new StringBuilder();
        hex.chars().forEach(c -> letters.append(c <= '9' ? (char) (c - '0' + 'g') : (char) c));
        return letters.toString();
    }
}
