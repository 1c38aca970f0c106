/** Tests of workers with JUnit. Start at {@link dev.iii.testing.EngineTest}. */
module dev.iii.testing {
    requires static transitive org.jspecify;
    requires transitive dev.iii.sdk;
    requires transitive dev.iii.stub;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;

    exports dev.iii.testing;
}
