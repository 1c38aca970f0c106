/** A JUnit extension for tests of workers. The entry point is {@link dev.iii.testing.EngineTest}. */
module dev.iii.testing {
    requires static org.jspecify;
    requires transitive dev.iii.sdk;
    requires transitive dev.iii.stub;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;
    requires org.slf4j;

    exports dev.iii.testing;
}
