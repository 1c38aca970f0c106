/** A program on the module path. It also requires the modules of its tests, so that they are on the module path, too. */
module shop {
    requires dev.iii.sdk;
    requires dev.iii.testing;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
    requires org.junit.jupiter.engine;
    requires org.junit.platform.launcher;

    exports shop;

    // The codec reads and writes the records of this package, and JUnit runs its tests.
    opens shop to
            org.junit.platform.commons,
            tools.jackson.databind;
}
