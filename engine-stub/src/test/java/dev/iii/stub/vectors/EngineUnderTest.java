package dev.iii.stub.vectors;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An engine that runs, and what it is known not to do. */
interface EngineUnderTest extends AutoCloseable {

    Endpoints endpoints();

    SkipList skipped();

    /** Ends it when the tests have started it. */
    @Override
    void close();

    /**
     * The running engine whose addresses the system properties {@code PREFIX.url}, {@code .http}, {@code .stream} and
     * {@code .rbac} give, if {@code PREFIX.url} is set. Nothing is skipped on it.
     */
    static Optional<EngineUnderTest> running(String prefix) {
        Map<String, String> addresses = new HashMap<>();
        put(addresses, "ws", prefix + ".url");
        put(addresses, "http", prefix + ".http");
        put(addresses, "stream", prefix + ".stream");
        put(addresses, "rbac", prefix + ".rbac");
        return addresses.containsKey("ws") ? Optional.of(new Running(new Endpoints(addresses))) : Optional.empty();
    }

    private static void put(Map<String, String> addresses, String port, String property) {
        String value = System.getProperty(property, "");
        if (!value.isBlank()) {
            addresses.put(port, value);
        }
    }

    /** An engine that somebody else has started. */
    record Running(Endpoints endpoints) implements EngineUnderTest {
        @Override
        public SkipList skipped() {
            return SkipList.NONE;
        }

        @Override
        public void close() {}
    }
}
